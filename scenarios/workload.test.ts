import { describe, expect, it } from 'vitest';
import { profileSchema, workloadSummarySchema } from '../harness/core/run-record.ts';
import { checkAnswer } from './lib/check-answer.ts';
import { dealOf } from './lib/dealing.ts';
import { isForeignCustomer } from './lib/ownership.ts';
import type { Request } from './lib/request.ts';
import type { Session } from './lib/session.ts';
import { createMadeUpCrm, type MadeUpCrm } from './testing/made-up-crm.ts';
import { MADE_UP_CUSTOMERS, madeUpIdentity, madeUpViewer } from './testing/made-up-user.ts';
import { traffics } from './traffic.ts';
import { crmTraffic, profiles, workloadSummary } from './workload.ts';

const viewer = madeUpViewer(1);
/** What a session is told: the body of an answer that passes, null else. */
const tell = (crm: MadeUpCrm, request: Request) => {
  const answer = crm(request);
  const passes = checkAnswer(request, answer?.status ?? 0, answer?.body, viewer) === 'ok';
  return passes ? answer?.body : null;
};

interface Opened {
  session: Session;
  crm: MadeUpCrm;
  prepared: Request[];
}

function opened(number: number, seed = 1): Opened {
  const session = crmTraffic.open(madeUpIdentity(number, seed, 1), 'secret');
  const crm = createMadeUpCrm(viewer);
  const prepared: Request[] = [];
  const prepare = session.prepare();
  let next = prepare.next();
  while (!next.done) {
    prepared.push(next.value);
    next = prepare.next(tell(crm, next.value));
  }
  return { session, crm, prepared };
}

/** The requests and pauses of one user's first `actions` actions. */
function live({ session, crm }: Opened, actions: number, answer = (request: Request) => tell(crm, request)) {
  const requests: Request[] = [];
  let pauses = 0;
  let last: unknown = null;
  while (pauses < actions) {
    const step = session.next(last);
    if (step.kind === 'pause') {
      pauses++;
      last = null;
    } else {
      requests.push(step);
      last = answer(step);
    }
  }
  return requests;
}

describe('workload', () => {
  it('fits the run record', () => {
    expect(() => workloadSummarySchema.parse(workloadSummary())).not.toThrow();
    for (const profile of Object.values(profiles)) expect(() => profileSchema.parse(profile)).not.toThrow();
  });

  it('means about 7 s between requests and 0.14 requests a second and user', () => {
    const summary = workloadSummary();
    expect(summary.actionsPerUserPerMinute).toBe(3);
    expect(summary.thinkMsPerRequest).toBeGreaterThan(6500);
    expect(summary.thinkMsPerRequest).toBeLessThan(7500);
    expect(summary.rpsPerUser).toBeCloseTo(0.14, 2);
    expect(workloadSummary(2).rpsPerUser).toBeCloseTo(summary.rpsPerUser / 2, 6);
  });

  it('states the requests per action and the read share that its users really have', () => {
    let requests = 0;
    let writes = 0;
    const users = 300;
    const actions = 40;
    for (let number = 0; number < users; number++) {
      const sent = live(opened(number), actions);
      requests += sent.length;
      writes += sent.filter((request) => request.method !== 'GET').length;
    }
    const mean = requests / (users * actions);
    console.log(
      `requests per action ${mean.toFixed(3)} (stated ${workloadSummary().requestsPerAction.toFixed(3)}), writes ${((writes / requests) * 100).toFixed(1)} %`,
    );
    expect(Math.abs(mean / workloadSummary().requestsPerAction - 1)).toBeLessThan(0.01);
    expect(writes / requests).toBeGreaterThan(0.1);
    expect(writes / requests).toBeLessThan(0.2);
  });

  it('shows a short run the same mix as a long one', () => {
    const shares = (actions: number, users: number) => {
      const counts = new Map<string, number>();
      let all = 0;
      for (let number = 0; number < users; number++)
        for (const { endpoint } of live(opened(number, 3), actions)) {
          counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
          all++;
        }
      return new Map([...counts].map(([endpoint, count]) => [endpoint, count / all]));
    };
    const short = shares(2, 3000);
    for (const [endpoint, share] of shares(60, 300))
      expect(Math.abs((short.get(endpoint) ?? 0) - share), endpoint).toBeLessThan(0.008);
  }, 20_000);

  it('does the same for the same seed, and pauses do not change what is asked', () => {
    const paths = (seed: number) => live(opened(4, seed), 20).map((request) => request.path);
    expect(paths(1)).toEqual(paths(1));
    expect(paths(2)).not.toEqual(paths(1));
  });

  it("tries another tenant's customers while it prepares, each user one of its own", () => {
    const tried = new Set<number>();
    for (let number = 0; number < 100; number++) {
      const foreign = opened(number).prepared.filter((request) => request.foreign);
      expect(foreign.map((request) => request.endpoint)).toEqual([
        'GET /api/customers/:id',
        'GET /api/customers/:id/timeline',
        'POST /api/customers/:id/interactions',
      ]);
      const ids = foreign.map((request) => Number(request.path.split('/')[3]));
      expect(new Set(ids).size).toBe(1);
      expect(isForeignCustomer(ids[0], viewer)).toBe(true);
      tried.add(ids[0] as number);
      expect(opened(number).prepared).toEqual(opened(number).prepared);
    }
    expect(tried.size).toBeGreaterThan(90);
    expect(Math.max(...tried)).toBeGreaterThan(MADE_UP_CUSTOMERS * 0.9);
  });

  it('asks for nothing of another tenant where there is none', () => {
    const alone = { ...madeUpIdentity(), deal: dealOf([1]) };
    const requests = [...crmTraffic.open(alone, 'secret').prepare()];
    expect(requests.some((request) => request.foreign)).toBe(false);
  });

  it('never becomes a hot loop when everything fails', () => {
    for (let number = 0; number < 30; number++)
      expect(live(opened(number), 30, () => null).length).toBeLessThan(30 * 5);
  });

  it('describes the probe exactly', () => {
    const session = traffics.probe.open(madeUpIdentity(3));
    const steps = [session.next(null), session.next(null), session.next(null)];
    expect(steps.map((step) => step.kind)).toEqual(['request', 'pause', 'request']);
    expect(session.firstPauseMs).toBeLessThan(1000);
  });
});
