import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../seed/throwaway-vm.ts';
import { buildApp } from '../../reference/crm/app.ts';
import type { Asked } from './ask.ts';
import { conform, falls } from './conform.ts';
import { crmReads, loginAsks, logoutAsks } from './crm-reads.ts';
import { crmWrites } from './crm-writes.ts';
import { outlooksOf } from './journeys.ts';

const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'];
let vm: ThrowawayVm;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  vm = await startThrowawayVm();
  await seedDatabase(vm.ownerDsn(), { customers: 300, seed: 5, tenants, staffPerTenant: 10 });
  app = await buildApp({ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app?.close();
  await vm?.[Symbol.asyncDispose]();
});

const ask = (writes: boolean, password = STAFF_PASSWORD) =>
  conform(
    { url, insecure: false, headers: {} },
    [...loginAsks(staffEmail('sarkar', 0), password), ...crmReads, ...crmWrites(), ...logoutAsks],
    { writes, reaches: false },
    new AbortController().signal,
  );
const wrong = (results: readonly Asked[]) =>
  results
    .filter(({ outcome }) => outcome === 'wrong')
    .map(({ route, asked, reason }) => [route, asked, reason]);

it('finds the reference CRM whole, and every journey able to run, once it may write', async () => {
  const rows = async () => (await vm.superuser('select count(*) from customers')).trim();
  const before = await rows();
  const read = await ask(false);
  expect(await rows()).toBe(before);
  expect(read.filter(({ required, outcome }) => required && outcome === 'missing')).toEqual([]);
  expect(wrong(read)).toEqual([]);
  expect(falls(read)).toBe(false);
  expect(new Set(outlooksOf(read).map(({ outlook }) => outlook))).toContain('not known');

  const written = await ask(true);
  expect(wrong(written)).toEqual([]);
  expect(written.filter(({ required, outcome }) => required && outcome !== 'ok')).toEqual([]);
  expect(outlooksOf(written).filter(({ outlook }) => outlook !== 'runs')).toEqual([]);
});

it('asks no further where the log-in is refused', async () => {
  const results = await ask(true, 'guess');
  expect(falls(results)).toBe(true);
  expect(results.find(({ asked }) => asked === staffEmail('sarkar', 0))).toMatchObject({
    outcome: 'wrong',
    reason: 'answers 401, not 200',
  });
  expect(results.find(({ route }) => route === '/api/customers')).toMatchObject({
    outcome: 'not asked',
    reason: 'it was not let in',
  });
});
