import type { HaproxyData } from '../../core/evidence/services.ts';
import { defineCollector, type Timed, type Window } from '../collector.ts';
import { httpText } from '../http-text.ts';
import { inside, steadyGrowth } from '../series.ts';
import { samplesOf } from './prometheus.ts';

interface ServerReading {
  answered: number;
  answered5xx: number;
  connectErrors: number;
  downSeconds: number;
  queue: number;
  /** Largest queue since HAProxy started. */
  queueEver: number;
}

interface Reading {
  /** Requests that wait for any server, those that wait for a certain one, and the largest of the former ever. */
  queue: number;
  queueEver: number;
  sessions: number;
  retries: number;
  redispatches: number;
  servers: Record<string, ServerReading>;
}

/** Half of what the page would be; it takes no narrower question before HAProxy 2.8. */
const PAGE = '/metrics?scope=server&scope=backend';

const backendFields: Record<string, Exclude<keyof Reading, 'servers'>> = {
  haproxy_backend_current_queue: 'queue',
  haproxy_backend_max_queue: 'queueEver',
  haproxy_backend_current_sessions: 'sessions',
  haproxy_backend_retry_warnings_total: 'retries',
  haproxy_backend_redispatch_warnings_total: 'redispatches',
};
const RESPONSES = 'haproxy_server_http_responses_total';
const serverFields: Record<string, keyof ServerReading> = {
  [RESPONSES]: 'answered',
  haproxy_server_connection_errors_total: 'connectErrors',
  haproxy_server_downtime_seconds_total: 'downSeconds',
  haproxy_server_current_queue: 'queue',
  haproxy_server_max_queue: 'queueEver',
};
const wanted = new Set([...Object.keys(backendFields), ...Object.keys(serverFields)]);

/** The backend of what users ask; webhooks have one of their own. */
const PROXY = 'crm';

/** What HAProxy's page for Prometheus says of users' backend and its servers. Throws where it names no server. */
export function readingOf(page: string): Reading {
  const reading: Reading = { queue: 0, queueEver: 0, sessions: 0, retries: 0, redispatches: 0, servers: {} };
  for (const { name, labels, value } of samplesOf(page, wanted)) {
    if (labels.proxy !== PROXY) continue;
    const ofBackend = backendFields[name];
    if (ofBackend !== undefined) {
      reading[ofBackend] += value;
      continue;
    }
    const field = serverFields[name];
    if (field === undefined || labels.server === undefined) continue;
    reading.servers[labels.server] ??= noServer();
    const server = reading.servers[labels.server] as ServerReading;
    server[field] += value;
    if (name === RESPONSES && labels.code === '5xx') server.answered5xx += value;
  }
  if (Object.keys(reading.servers).length === 0) throw new Error('HAProxy names no server');
  return reading;
}

function noServer(): ServerReading {
  return { answered: 0, answered5xx: 0, connectErrors: 0, downSeconds: 0, queue: 0, queueEver: 0 };
}

interface Queue {
  now: number;
  ever: number;
}

/** The largest queue in the window. One between two readings shows where it is the largest that HAProxy has had. */
function largestQueue(
  readings: readonly Timed<Reading>[],
  window: Window,
  queue: (reading: Reading) => Queue,
): number {
  const seen = inside(readings, window).map(({ reading }) => queue(reading));
  const [first, last] = [seen[0] as Queue, seen.at(-1) as Queue];
  return Math.max(...seen.map(({ now }) => now), last.ever > first.ever ? last.ever : 0);
}

function reduceServer(
  readings: readonly Timed<Reading>[],
  server: string,
  window: Window,
): Omit<HaproxyData['servers'][number], 'share'> {
  const of = (reading: Reading): ServerReading => reading.servers[server] ?? noServer();
  const grown = (field: keyof ServerReading) => steadyGrowth(readings, window, (r) => of(r)[field]);
  return {
    server,
    requests: Math.round(grown('answered')),
    responses5xx: Math.round(grown('answered5xx')),
    connectErrors: Math.round(grown('connectErrors')),
    downSeconds: grown('downSeconds'),
    queueMax: largestQueue(readings, window, (r) => ({ now: of(r).queue, ever: of(r).queueEver })),
  };
}

/** The balancer's own figures: what it gave each server, and what had to wait. */
export default defineCollector<'haproxy', Reading, null>({
  id: 'haproxy',
  source: 'HAProxy’s page for Prometheus, one reading a second',
  applies: ({ vms }) => vms.some(({ roles }) => roles.includes('haproxy')),
  async open({ level }) {
    const balancer = level.vmWith('haproxy');
    const http = httpText(() => balancer.port(8404));
    return {
      read: async () => readingOf(await http.get(PAGE)),
      facts: async () => null,
      close: http.close,
    };
  },
  reduce(readings, _, window) {
    const seen = inside(readings, window).map(({ reading }) => reading);
    if (seen.length === 0) throw new Error('no reading in the window');
    const names = [...new Set(readings.flatMap(({ reading }) => Object.keys(reading.servers)))];
    const servers = names.map((name) => reduceServer(readings, name, window));
    const requests = servers.reduce((sum, server) => sum + server.requests, 0);
    const ofServers = (r: Reading) => Object.values(r.servers).reduce((sum, { queue }) => sum + queue, 0);
    const everyQueue = (r: Reading): Queue => ({ now: r.queue + ofServers(r), ever: r.queueEver });
    return {
      queueMax: Math.max(
        largestQueue(readings, window, everyQueue),
        ...servers.map(({ queueMax }) => queueMax),
      ),
      sessionsMax: Math.max(...seen.map((r) => r.sessions)),
      retries: Math.round(steadyGrowth(readings, window, (r) => r.retries)),
      redispatches: Math.round(steadyGrowth(readings, window, (r) => r.redispatches)),
      servers: servers.map((row) => ({ ...row, share: requests > 0 ? row.requests / requests : null })),
      observations: seen.length,
    };
  },
});
