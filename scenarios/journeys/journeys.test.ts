import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer, type Request, type Step } from '../lib/request.ts';
import { personas } from '../lib/staff.ts';
import { createUser, type User } from '../lib/user.ts';
import { madeUpAnswer } from '../testing/made-up-crm.ts';
import { journeys, journeysOf } from './registry.ts';

const tenant = 'mangatrai';

function newUser(seed = 1, number = 0): User {
  const user = createUser({ seed, number, tenant, staffNumber: number }, () => 20_000);
  user.see(madeUpAnswer({ method: 'GET', path: '/api/customers' }, tenant)?.body);
  user.see(madeUpAnswer({ method: 'GET', path: '/api/gold-rate' }, tenant)?.body);
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

const good = (request: Request) => madeUpAnswer(request, tenant)?.body;

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
      const steps = walk(journey.run(newUser(seed)), good);
      expect(requestsPerAction(steps)).toEqual(journey.requestsPerAction);
      expect(steps.at(-1)?.kind).toBe('pause');
    }
  });

  it('asks for what the contract has, and its answers pass the checks', () => {
    for (const step of walk(journey.run(newUser(9)), good)) {
      if (step.kind === 'pause') continue;
      const answer = madeUpAnswer(step, tenant);
      expect(answer, step.path).not.toBeNull();
      expect(checkAnswer(step, answer?.status ?? 0, answer?.body, tenant)).toBe('ok');
      const foreign = JSON.parse(JSON.stringify(answer?.body).replace(tenant, 'sarkar'));
      expect(checkAnswer(step, answer?.status ?? 0, foreign, tenant)).toBe('wrong-tenant');
      expect(step.endpoint.startsWith(`${step.method} /api/`)).toBe(true);
    }
  });

  it('goes on, and always pauses, when nothing is answered', () => {
    const blind = createUser({ seed: 1, number: 0, tenant, staffNumber: 0 }, () => 20_000);
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
