import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../seed/throwaway-vm.ts';
import { buildApp } from '../../reference/crm/app.ts';
import type { Asked } from './ask.ts';
import { conform } from './conform.ts';
import { crmReads, loginAsks, logoutAsks } from './crm-reads.ts';
import { crmWrites } from './crm-writes.ts';
import { outlooksOf } from './journeys.ts';
import { verdictOf } from './verdict.ts';

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

const ask = (
  writes: boolean,
  { password = STAFF_PASSWORD, task }: { password?: string; task?: number } = {},
) =>
  conform(
    { url, insecure: false, headers: {} },
    [...loginAsks(staffEmail('sarkar', 0), password), ...crmReads, ...crmWrites({ task }), ...logoutAsks],
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
  expect(verdictOf(read)).toMatchObject({ conforms: null, passes: true });
  expect(new Set(outlooksOf(read).map(({ outlook }) => outlook))).toContain('not known');

  const open = "from tasks k join tenants t on t.id = k.tenant_id where not k.done and t.slug = 'sarkar'";
  const openTasks = async () => Number(await vm.superuser(`select count(*) ${open}`));
  const unread = async () => (await vm.superuser('select sum(unread_count) from whatsapp_threads')).trim();
  const [tasks, messages] = [await openTasks(), await unread()];
  const without = await ask(true);
  expect(wrong(without)).toEqual([]);
  // nothing of the CRM's own was changed
  expect([await openTasks(), await unread()]).toEqual([tasks, messages]);
  expect(verdictOf(without)).toMatchObject({
    conforms: null,
    passes: true,
    says: expect.stringMatching(/complete$/),
  });

  const written = await ask(true, { task: Number(await vm.superuser(`select min(k.id) ${open}`)) });
  expect(await openTasks()).toBe(tasks - 1);
  expect(wrong(written)).toEqual([]);
  expect(written.filter(({ required, outcome }) => required && outcome !== 'ok')).toEqual([]);
  expect(verdictOf(written)).toMatchObject({ conforms: true, passes: true });
  expect(outlooksOf(written).filter(({ outlook }) => outlook !== 'runs')).toEqual([]);
});

it('asks no further where the log-in is refused', async () => {
  const results = await ask(true, { password: 'guess' });
  expect(verdictOf(results)).toMatchObject({ conforms: false, passes: false });
  expect(results.find(({ asked }) => asked === staffEmail('sarkar', 0))).toMatchObject({
    outcome: 'wrong',
    reason: 'answers 401, not 200',
  });
  expect(results.find(({ route }) => route === '/api/customers')).toMatchObject({
    outcome: 'not asked',
    reason: 'it was not let in',
  });
});
