import type { Calls, NewCall } from './calls.ts';
import type { Counters } from './counters.ts';
import type { Answer, Asked } from './http.ts';
import type { Ledger } from './ledger.ts';
import { type Faults, type Parameters, setFaults, setParameters } from './parameters.ts';
import type { Recordings } from './recordings.ts';

export interface AdminSettings {
  calls: Calls;
  ledger: Ledger;
  parameters: Parameters;
  faults: Faults;
  recordings: Recordings;
  counters(): Promise<Counters>;
  /** What Kamailio and rtpengine run with, by their own word. */
  settings(): Promise<Record<string, string | number>>;
  connect(wanted: NewCall, timeLimitS: number): unknown;
}

const phone = /^\+?[0-9]{4,15}$/;
const longestIncomingS = 14_400;

/**
 * What whoever tests asks, at a port of its own and without a key: `GET /ledger` (counts), `GET /calls?most=` (records, latest first),
 * `GET /counters`, `GET /ready` (200 when Kamailio and rtpengine answer), `GET /settings`, `GET` and
 * `POST /parameters` and `/faults`, and `POST /incoming` { tenant, from, to }: a customer's phone calls an agent's.
 */
export function createAdmin(settings: AdminSettings): (asked: Asked) => Promise<Answer> {
  const { calls, ledger, parameters, faults, recordings, counters, connect } = settings;
  const gets: Record<string, (query: URLSearchParams) => unknown> = {
    '/ledger': async () => ({ ...ledger, open: calls.open().length, recordings: await recordings.count() }),
    '/calls': (query) => calls.latest(Math.min(Number(query.get('most') ?? 100) || 100, 20_000)),
    '/counters': counters,
    '/settings': settings.settings,
    '/parameters': () => parameters,
    '/faults': () => faults,
  };
  const posts: Record<string, (given: unknown) => unknown> = {
    '/parameters': (given) => {
      setParameters(parameters, given);
      return parameters;
    },
    '/faults': (given) => {
      setFaults(faults, given);
      return faults;
    },
    '/incoming': (given) => connect(incoming(given), longestIncomingS),
  };
  return async ({ method, path, query, body }) => {
    if (path === '/ready') return readiness(await counters());
    const get = method === 'GET' ? gets[path] : undefined;
    if (get) return { status: 200, body: await get(query) };
    const post = method === 'POST' ? posts[path] : undefined;
    if (!post) return { status: 404, body: { error: 'no such address' } };
    try {
      return { status: 200, body: post(JSON.parse(body)) };
    } catch (error) {
      return { status: 400, body: { error: (error as Error).message } };
    }
  };
}

function readiness({ sip_up, rtp_up }: Counters): Answer {
  return { status: sip_up && rtp_up ? 200 : 503, body: { kamailio: sip_up === 1, rtpengine: rtp_up === 1 } };
}

function incoming(given: unknown): NewCall {
  const { tenant, from, to } = (given ?? {}) as Record<string, unknown>;
  if (typeof tenant !== 'string' || !/^[a-z0-9-]+$/.test(tenant)) throw new Error('tenant must be its name');
  if (typeof from !== 'string' || !phone.test(from))
    throw new Error('from must be a phone number: 4 to 15 digits');
  if (typeof to !== 'string' || !phone.test(to)) throw new Error('to must be a phone number: 4 to 15 digits');
  return {
    direction: 'incoming',
    tenant,
    reference: '',
    agentPhone: to,
    customerPhone: from,
    callerId: from,
    record: false,
    callback: null,
  };
}
