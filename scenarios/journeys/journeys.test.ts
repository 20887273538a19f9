import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../lib/check-answer.ts';
import type { Request, Step } from '../lib/request.ts';
import { personas } from '../lib/staff.ts';
import { createUser, type User } from '../lib/user.ts';
import { createMadeUpCrm, type MadeUpAnswer, type MadeUpCrm } from '../testing/made-up-crm.ts';
import { madeUpIdentity, madeUpViewer } from '../testing/made-up-user.ts';
import { journeys, journeysOf } from './registry.ts';

const viewer = madeUpViewer();

/** A user who has seen the first screen of a made-up CRM. */
function newUser(seed = 1, number = 0): User {
  const user = createUser(madeUpIdentity(number, seed), () => 20_000);
  const crm = createMadeUpCrm(viewer);
  for (const path of ['/api/customers', '/api/gold-rate']) user.see(crm({ method: 'GET', path })?.body);
  return user;
}

/** Runs a journey to its end; `answer` gives each request's body. */
function walk(journey: Generator<Step, void, unknown>, answer: (request: Request) => unknown): Step[] {
  const steps: Step[] = [];
  let next = journey.next();
  while (!next.done) {
    steps.push(next.value);
    next = journey.next(next.value.kind === 'request' ? answer(next.value) : null);
    if (steps.length > 100) throw new Error('endless');
  }
  return steps;
}

/** Bodies of a CRM of its own that does the work. */
function good(): (request: Request) => unknown {
  const crm = createMadeUpCrm(viewer);
  return (request) => crm(request)?.body;
}

/** Outcomes of a journey's requests against a CRM, by endpoint; the journey is told what passes, and null else. */
function outcomesAgainst(journey: Generator<Step, void, unknown>, crm: MadeUpCrm): string[] {
  const seen: string[] = [];
  walk(journey, (request) => {
    const answer = crm(request);
    const outcome = checkAnswer(request, answer?.status ?? 0, answer?.body, viewer);
    seen.push(`${request.endpoint} ${outcome}`);
    return outcome === 'ok' ? answer?.body : null;
  });
  return seen;
}

function requestsPerAction(steps: Step[]): number[] {
  const actions = [0];
  for (const step of steps) {
    if (step.kind === 'pause') actions.push(0);
    else actions[actions.length - 1] = (actions.at(-1) ?? 0) + 1;
  }
  if (actions.at(-1) === 0) actions.pop();
  return actions;
}

describe('the registry', () => {
  it('lists every file of the folder, under its own name', () => {
    const notJourneys = ['definition.ts', 'registry.ts'];
    const files = readdirSync(import.meta.dirname).filter((file) => !/\.test\.ts$/.test(file));
    const ids = files.filter((file) => !notJourneys.includes(file)).map((file) => file.replace('.ts', ''));
    expect(journeys.map((journey) => journey.id).sort()).toEqual(ids.sort());
  });

  it('has something to do for every persona', () => {
    for (const persona of personas) expect(journeysOf(persona).length).toBeGreaterThan(0);
    for (const journey of journeys) expect(journey.weight).toBeGreaterThan(0);
  });
});

describe.each(journeys.map((journey) => [journey.id, journey] as const))('%s', (_, journey) => {
  it('sends exactly the requests per action that it declares, whatever it draws', () => {
    for (let seed = 0; seed < 50; seed++) {
      const steps = walk(journey.run(newUser(seed)), good());
      expect(requestsPerAction(steps)).toEqual(journey.requestsPerAction);
      expect(steps.at(-1)?.kind).toBe('pause');
    }
  });

  it('asks for what the contract has, and its answers pass the checks', () => {
    for (let seed = 0; seed < 30; seed++) {
      const crm = createMadeUpCrm(viewer);
      walk(journey.run(newUser(seed)), (step) => {
        const answer = crm(step) as MadeUpAnswer;
        expect(checkAnswer(step, answer.status, answer.body, viewer), step.path).toBe('ok');
        const foreign = JSON.parse(JSON.stringify(answer.body).replace(viewer.tenant, 'sarkar'));
        expect(checkAnswer(step, answer.status, foreign, viewer)).toBe('wrong-tenant');
        expect(step.endpoint.startsWith(`${step.method} /api/`)).toBe(true);
        return answer.body;
      });
    }
  });

  it('goes on, and always pauses, when nothing is answered', () => {
    const blind = createUser(madeUpIdentity(), () => 20_000);
    const steps = walk(journey.run(blind), () => null);
    expect(steps.filter((step) => step.kind === 'pause')).toHaveLength(journey.requestsPerAction.length);
    expect(steps.some((step) => step.kind === 'request')).toBe(true);
  });

  it('never throws, whatever is answered', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ items: fc.array(fc.dictionary(fc.constantFrom('id', 'name', 'phone'), fc.jsonValue())) }),
      fc.record({ items: fc.array(fc.record({ id: fc.nat(), name: fc.string({ unit: 'binary' }) })) }),
      fc.record({ customer: fc.record({ id: fc.nat(), phone: fc.string() }), on: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1 }), (answers) => {
        let at = 0;
        walk(journey.run(newUser(2)), () => answers[at++ % answers.length]);
      }),
    );
  });
});

/** CRMs that answer in the right shape and do not do the work: what each is caught at. */
describe.each<[string, (good: MadeUpCrm) => MadeUpCrm, string[]]>([
  [
    'finds nothing',
    (crm) => (request) => {
      const answer = crm(request);
      return /search|page=1&|size=20/.test(request.path) && answer
        ? { ...answer, body: { ...answer.body, items: [] } }
        : answer;
    },
    ['GET /api/customers/search', 'GET /api/customers', 'GET /api/orders', 'GET /api/products'],
  ],
  [
    'answers every search with the same rows',
    (crm) => (request) =>
      crm(request.path.includes('/search') ? { method: 'GET', path: '/api/customers?page=3' } : request),
    ['GET /api/customers/search'],
  ],
  [
    'shows the same customer, whichever is opened',
    (crm) => (request) =>
      crm(/customers\/\d+$/.test(request.path) ? { method: 'GET', path: '/api/customers/1' } : request),
    ['GET /api/customers/:id'],
  ],
  [
    'shows the same customer under the id that was asked for',
    (crm) => (request) => {
      const id = Number(/customers\/(\d+)$/.exec(request.path)?.[1]);
      const answer = id ? crm({ method: 'GET', path: '/api/customers/1' }) : crm(request);
      return id && answer
        ? { ...answer, body: { ...answer.body, customer: { ...(answer.body.customer as object), id } } }
        : answer;
    },
    ['GET /api/customers/:id'],
  ],
  [
    'ignores filters',
    (crm) => (request) => crm({ ...request, path: request.path.replace(/(segment|status|stage)=/, 'x=') }),
    ['GET /api/customers', 'GET /api/orders', 'GET /api/leads'],
  ],
  [
    'answers writes as if they were done, and forgets them',
    (crm) => {
      const forgetful = (request: Parameters<MadeUpCrm>[0]) => createMadeUpCrm(viewer)(request);
      return (request) => (request.method === 'POST' ? forgetful(request) : crm(request));
    },
    [
      'GET /api/customers/:id',
      'GET /api/customers/:id/timeline',
      'GET /api/orders/:id',
      'GET /api/appointments',
      'GET /api/tasks',
    ],
  ],
  [
    'answers every write with an old row',
    (crm) => {
      const kept = new Map<string, MadeUpAnswer | null>();
      return (request) => {
        if (request.method !== 'POST') return crm(request);
        const kind = request.path.replace(/\d+/, '');
        if (!kept.has(kind))
          kept.set(kind, crm({ ...request, path: request.path.replace(/\d+/, '4'), body: {} }));
        return kept.get(kind) ?? null;
      };
    },
    [
      'POST /api/customers',
      'POST /api/customers/:id/interactions',
      'POST /api/orders',
      'POST /api/leads/:id/move',
      'POST /api/tasks/:id/complete',
    ],
  ],
  [
    'books every appointment for the same customer',
    (crm) => (request) =>
      crm(
        request.path === '/api/appointments'
          ? { ...request, body: { customerId: 1, purpose: 'x' } }
          : request,
      ),
    ['POST /api/appointments'],
  ],
])('a CRM that %s', (_, spoil, caughtAt) => {
  it('is caught', () => {
    const outcomes = new Set<string>();
    for (const journey of journeys)
      for (let seed = 0; seed < 10; seed++)
        for (const line of outcomesAgainst(journey.run(newUser(seed)), spoil(createMadeUpCrm(viewer))))
          outcomes.add(line);
    for (const endpoint of caughtAt)
      expect(
        outcomes.has(`${endpoint} wrong-body`) || outcomes.has(`${endpoint} wrong-status`),
        endpoint,
      ).toBe(true);
  });
});

describe('new phone numbers', () => {
  it('are valid and unique over users and calls', () => {
    const seen = new Set<string>();
    for (let number = 0; number < 300; number++) {
      const user = newUser(77, number);
      for (let i = 0; i < 20; i++) {
        const phone = user.newPhone();
        expect(phone).toMatch(/^\+91[6-9]\d{9}$/);
        seen.add(phone);
      }
    }
    expect(seen.size).toBe(6000);
    expect(newUser(77, 5).newPhone()).toBe(newUser(77, 5).newPhone());
    expect(newUser(78, 5).newPhone()).not.toBe(newUser(77, 5).newPhone());
  });
});
