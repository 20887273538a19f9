import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../harness/reference/crm/app.ts';
import { send } from '../harness/reference/crm/testing/send.ts';
import { seedDatabase } from '../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../seed/throwaway-vm.ts';
import { checkAnswer } from './lib/check-answer.ts';
import { dealOf } from './lib/dealing.ts';
import type { Request } from './lib/request.ts';
import { STAFF_PASSWORD } from './lib/staff.ts';
import type { Identity } from './lib/user.ts';
import { crmTraffic } from './workload.ts';

/** What the checks ask of a CRM must be what a sound one does: no answer of the reference CRM may fail them. */
const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'];
const dataset = { customers: 1_000, seed: 5, tenants, staffPerTenant: 10 };
const ACTIONS = 60;

let vm: ThrowawayVm;
let app: FastifyInstance;
beforeAll(async () => {
  vm = await startThrowawayVm();
  await seedDatabase(vm.ownerDsn(), dataset);
  app = await buildApp({ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null });
});
afterAll(async () => {
  await app?.close();
  await vm?.[Symbol.asyncDispose]();
});

it('passes every check of every user, all at once', async () => {
  const users = Array.from({ length: 30 }, (_, number): Identity => {
    const tenantNumber = number % tenants.length;
    const staffNumber = Math.floor(number / tenants.length);
    const tenant = tenants[tenantNumber] as string;
    return {
      seed: 3,
      number,
      staffNumber,
      tenant,
      tenantNumber,
      deal: dealOf(tenants.map(() => 1)),
      customers: dataset.customers,
    };
  });
  const days = await Promise.all(users.map(workingDay));
  expect(days.flatMap((day) => day.failed)).toEqual([]);
  const endpoints = new Set(days.flatMap((day) => [...day.endpoints]));
  expect(endpoints.size).toBe(19);
});

/** Prepares one user and takes it through some actions, without the pauses. */
async function workingDay(identity: Identity) {
  const failed: string[] = [];
  const endpoints = new Set<string>();
  let cookie = '';
  const ask = async (request: Request): Promise<unknown> => {
    const answer = await send(app, request.method, request.path, cookie, request.body as object | undefined);
    cookie = String(answer.headers['set-cookie'] ?? cookie).split(';')[0] as string;
    const outcome = checkAnswer(request, answer.status, answer.body, identity);
    endpoints.add(request.endpoint);
    if (outcome !== 'ok')
      failed.push(`${outcome} ${answer.status} ${request.path} ${JSON.stringify(request.contents)}`);
    return outcome === 'ok' ? answer.body : null;
  };
  const session = crmTraffic.open(identity, STAFF_PASSWORD);
  const prepare = session.prepare();
  for (let next = prepare.next(); !next.done; ) next = prepare.next(await ask(next.value));
  let answer: unknown = null;
  for (let actions = 0; actions < ACTIONS; ) {
    const step = session.next(answer);
    if (step.kind === 'pause') actions++;
    answer = step.kind === 'request' ? await ask(step) : null;
  }
  return { failed, endpoints };
}
