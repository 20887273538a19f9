import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import { STAFF_PASSWORD, staffEmail } from '../../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import { openConsumers } from '../jobs/consumers.ts';
import { GiveUp } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { send } from '../testing/send.ts';
import { exportConsumers } from './consumers.ts';
import { newLocation, textOf } from './names.ts';
import { jobIdOf } from './queued.ts';
import { expireFiles, takeUpLost } from './rounds.ts';
import { runExport } from './run-export.ts';
import { makeDue } from './schedules.ts';
import * as spooling from './spool.ts';

vi.mock('./spool.ts', async (original) => {
  const real = await original<typeof spooling>();
  return { ...real, spool: vi.fn(real.spool) };
});
const real = await vi.importActual<typeof spooling>('./spool.ts');
const spool = vi.mocked(spooling.spool);

const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'];
const kinds = ['customers', 'orders', 'payments'] as const;
const formats = ['csv', 'xlsx'] as const;
const hostile = { name: '=HYPERLINK("http://x")', city: '@SUM(1)', notes: 'says "hello", and\r\nleaves <b>' };

let vm: ThrowawayVm;
let folder: string;
let app: FastifyInstance;
let here: OpenCrm;
let cookies: string[];
const told: { tenantId: number; to: unknown; event: Record<string, unknown> }[] = [];

beforeAll(async () => {
  vm = await startThrowawayVm();
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  await seedDatabase(vm.ownerDsn(), { customers: 600, seed: 7, tenants, staffPerTenant: 10 });
  await vm.superuser(
    `update customers set name = '${hostile.name}', city = '${hostile.city}', notes = E'says "hello", and\\r\\nleaves <b>'
     where id in (select min(id) from customers group by tenant_id)`,
  );
  const outside = { ...nobodyOutside, files: { folder, storage: null } };
  const config = { databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null, outside };
  app = await buildApp(config);
  here = openCrm(config);
  here.crm.live = {
    ...here.crm.live,
    tell: async (tenantId, to, event) => void told.push({ tenantId, to, event }),
  };
  cookies = await Promise.all(tenants.map((tenant) => logIn(tenant)));
});
beforeEach(() => {
  spool.mockReset().mockImplementation(real.spool);
});
afterAll(async () => {
  await app?.close();
  await here?.close();
  await rm(folder, { recursive: true, force: true });
  await vm?.[Symbol.asyncDispose]();
});

async function logIn(tenant: string): Promise<string> {
  const payload = { email: staffEmail(tenant, 1), password: STAFF_PASSWORD };
  const { headers } = await send(app, 'POST', '/api/auth/login', '', payload);
  return String(headers['set-cookie']).split(';')[0] as string;
}

const cookieOf = (tenantId: number) => cookies[tenantId - 1] as string;
const get = (path: string, tenantId = 1) => send(app, 'GET', `/api/${path}`, cookieOf(tenantId));
const ask = (kind: string, format: string, tenantId = 1) =>
  send(app, 'POST', '/api/exports', cookieOf(tenantId), { kind, format });
const one = async (id: number, tenantId = 1) => (await get(`exports/${id}`, tenantId)).body as ExportRow;
const fileOf = (id: number, tenantId = 1) =>
  app.inject({ url: `/api/exports/${id}/file`, headers: { cookie: cookieOf(tenantId) } });
const run = (exportId: number, tenantId = 1) => runExport(here.crm, { data: { tenantId, exportId } });
const number = async (sql: string) => Number(await vm.superuser(sql));
/** An export as a request makes it, without its job. */
const queued = (kind = 'customers', format = 'csv', tenantId = 1) =>
  number(`insert into exports (tenant_id, staff_id, kind, format, status, requested_at)
    select ${tenantId}, min(id), '${kind}', '${format}', 'queued', now() - interval '1 minute'
    from staff where tenant_id = ${tenantId} returning id`);
const filesOf = async (id: number) => (await readdir(folder)).filter((name) => name.startsWith(`1-${id}-`));

async function rowsOf(format: string, file: Buffer): Promise<unknown[][]> {
  if (format === 'csv') return parseCsv(file.toString());
  const { sheets } = await readXlsx(new Uint8Array(file));
  return sheets[0]?.rows ?? [];
}

it('gives each tenant all of its own rows and nobody else, in both formats', {
  timeout: 60_000,
}, async () => {
  const ids = await Promise.all(
    [1, 2, 3].flatMap((tenantId) =>
      kinds.flatMap((kind) =>
        formats.map(async (format) => ({
          tenantId,
          kind,
          format,
          id: await queued(kind, format, tenantId),
        })),
      ),
    ),
  );
  for (const { tenantId, kind, format, id } of ids) {
    await run(id, tenantId);
    const answer = await fileOf(id, tenantId);
    expect([answer.statusCode, answer.headers['content-length']]).toEqual([
      200,
      String(answer.rawPayload.length),
    ]);
    expect(answer.headers['content-type']).toMatch(format === 'csv' ? /^text\/csv/ : /spreadsheetml/);
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="${kind}-[-\\d]{10}-${id}\\.${format}"$`),
    );
    const [, ...rows] = await rowsOf(format, answer.rawPayload);
    const wanted = await vm.superuser(`select id from ${kind} where tenant_id = ${tenantId} order by id`);
    expect(rows.map((row) => String(row[0])).join('\n')).toBe(wanted);
    expect(await one(id, tenantId)).toMatchObject({
      tenant: tenants[tenantId - 1],
      status: 'done',
      rowsDone: rows.length,
      rowCount: rows.length,
      fileBytes: answer.rawPayload.length,
    });
    const other = (tenantId % 3) + 1;
    expect((await fileOf(id, other)).statusCode).toBe(404);
    expect((await get(`exports/${id}`, other)).status).toBe(404);
  }
  const events = told.map(({ event }) => event.status);
  expect([events.filter((status) => status === 'running').length, events.length]).toEqual([18, 36]);
});

it('writes hostile text as text, and telephone numbers as they are', async () => {
  const phone = await vm.superuser(
    'select phone from customers where id = (select min(id) from customers where tenant_id = 1)',
  );
  const [csv, xlsx] = [await queued(), await queued('customers', 'xlsx')];
  await Promise.all([run(csv), run(xlsx)]);
  const [headers, first] = await rowsOf('csv', (await fileOf(csv)).rawPayload);
  expect(headers?.slice(0, 5)).toEqual(['id', 'name', 'phone', 'email', 'city']);
  expect([first?.[1], first?.[2], first?.[4], first?.at(-1)]).toEqual([
    `'${hostile.name}`,
    phone,
    `'${hostile.city}`,
    hostile.notes,
  ]);
  const [, sheetFirst] = await rowsOf('xlsx', (await fileOf(xlsx)).rawPayload);
  expect([sheetFirst?.[1], sheetFirst?.[2], sheetFirst?.[4], sheetFirst?.at(-1)]).toEqual([
    hostile.name,
    phone,
    hostile.city,
    hostile.notes,
  ]);
  expect([typeof sheetFirst?.[0], typeof sheetFirst?.[15]]).toEqual(['number', 'boolean']);
});

it('takes one request of a kind at a time, five of a user, and works them off', async () => {
  const twice = await Promise.all([ask('customers', 'csv', 2), ask('customers', 'csv', 2)]);
  expect(twice.map(({ status }) => status)).toEqual([202, 202]);
  expect(twice[0]?.body.id).toBe(twice[1]?.body.id);
  const id = twice[0]?.body.id as number;
  expect(twice[0]?.body).toMatchObject({
    tenant: 'sarkar',
    status: 'queued',
    rowsDone: 0,
    rowCount: null,
    fileBytes: null,
  });
  expect((await fileOf(id, 2)).json()).toEqual({ error: 'the export is not done yet' });
  expect((await fileOf(id, 2)).statusCode).toBe(409);
  const more = [];
  for (const kind of kinds) for (const format of formats) more.push(await ask(kind, format, 2));
  expect(more.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
  for (const wrong of [{ kind: 'staff', format: 'csv' }, { kind: 'orders' }])
    expect((await send(app, 'POST', '/api/exports', cookieOf(2), wrong)).status).toBe(400);
  const consumers = openConsumers(vm.redisUrl());
  consumers.ensure(await exportConsumers(here.crm));
  await expect
    .poll(async () => (await get('exports?size=5', 2)).body.items.map((row: ExportRow) => row.status), {
      timeout: 20_000,
    })
    .toEqual(Array(5).fill('done'));
  await consumers.close();
});

it('tells how far it is while it runs', async () => {
  const id = await queued();
  let written = () => {};
  const whole = new Promise<void>((resolve) => {
    written = resolve;
  });
  spool.mockImplementationOnce(async (source, path) => {
    const arrival = await real.spool(source, path);
    await whole;
    return arrival;
  });
  let passedMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    passedMs += 2_000;
    return passedMs;
  });
  const running = run(id);
  try {
    const count = await number('select count(*) from customers where tenant_id = 1');
    await expect
      .poll(() => one(id), { timeout: 10_000 })
      .toMatchObject({ status: 'running', rowsDone: count, rowCount: null, fileBytes: null });
    expect((await fileOf(id)).statusCode).toBe(409);
    written();
    await running;
    const own = told.filter(({ event }) => event.exportId === id);
    expect(own.map(({ event }) => [event.status, event.rowsDone])).toEqual([
      ['running', 0],
      ['running', count],
      ['done', count],
    ]);
    const staffId = await number('select min(id) from staff where tenant_id = 1');
    expect(own[0]).toMatchObject({ tenantId: 1, to: { userId: staffId } });
  } finally {
    written();
    clock.mockRestore();
    await running;
  }
});

it('offers the file of the second attempt only, where the first was thought dead and was not', async () => {
  const id = await queued();
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  spool.mockImplementationOnce(async (source, path) => {
    const arrival = await real.spool(source, path);
    await asleep;
    return arrival;
  });
  const first = run(id);
  await expect
    .poll(() => filesOf(id), { timeout: 10_000 })
    .toHaveLength(1)
    .then(() => run(id))
    .finally(wake);
  const [kept] = (await filesOf(id)).filter((name) => !name.endsWith('.part'));
  // its spool was removed by the second, so its own rename fails or its claim is gone: it must harm nothing
  await first.catch(() => {});
  expect(await filesOf(id)).toEqual([kept]);
  const { statusCode, rawPayload } = await fileOf(id);
  const count = await number('select count(*) from customers where tenant_id = 1');
  expect([statusCode, (await rowsOf('csv', rawPayload)).length]).toEqual([200, count + 1]);
  await run(id);
  expect(await filesOf(id)).toEqual([kept]);
});

it('begins anew after a process that died with it, and leaves nothing of the first attempt', async () => {
  const id = await queued();
  const dead = newLocation({ tenantId: 1, id, format: 'csv' }, false);
  await writeFile(join(folder, `${dead.name}.part`), 'half a fi');
  await vm.superuser(
    `update exports set status = 'running', rows_done = 5, location = '${textOf(dead)}' where id = ${id}`,
  );
  await run(id);
  expect((await filesOf(id)).map((name) => name.endsWith('.csv'))).toEqual([true]);
  expect((await fileOf(id)).statusCode).toBe(200);
});

it('fails with its reason where the disk is full, leaves nothing there, and can be tried again', async () => {
  const id = await queued();
  spool.mockImplementationOnce(async (source, path) => {
    await writeFile(path, 'half a fi');
    source.destroy();
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  await expect(run(id)).rejects.toThrow(GiveUp);
  expect(await one(id)).toMatchObject({ status: 'failed', rowCount: null, fileBytes: null });
  expect(await filesOf(id)).toEqual([]);
  expect((await fileOf(id)).statusCode).toBe(409);
  await run(id);
  expect((await fileOf(id)).statusCode).toBe(200);
});

it('expires a file: it is not offered from then on, and deleted when the round comes by', async () => {
  const [id, kept] = [await queued(), await queued('orders')];
  await run(id);
  await run(kept);
  await vm.superuser(`update exports set expires_at = now() - interval '1 second' where id = ${id}`);
  expect(await one(id)).toMatchObject({ status: 'expired' });
  expect((await fileOf(id)).statusCode).toBe(404);
  expect(await filesOf(id)).toHaveLength(1);
  await expireFiles(here.crm);
  expect([await filesOf(id), (await filesOf(kept)).length]).toEqual([[], 1]);
  expect(await vm.superuser(`select status, location is null from exports where id = ${id}`)).toBe(
    'expired|t',
  );
  expect((await fileOf(kept)).statusCode).toBe(200);
});

it('says honestly that a file is on another VM, or gone', async () => {
  const id = await queued();
  await run(id);
  const [name] = (await filesOf(id)) as [string];
  await rm(join(folder, name));
  expect((await fileOf(id)).statusCode).toBe(404);
  await vm.superuser(`update exports set location = 'disk:app-2/${name}' where id = ${id}`);
  const answer = await fileOf(id);
  expect([answer.statusCode, answer.json()]).toEqual([
    503,
    { error: 'the file is on the disk of another VM' },
  ]);
});

it('makes a scheduled export once a period, whoever comes by', async () => {
  const schedule = { kind: 'payments', format: 'csv', everyMinutes: 1 };
  const made = await send(app, 'POST', '/api/export-schedules', cookieOf(3), schedule);
  expect([made.status, made.body]).toEqual([
    201,
    { id: expect.any(Number), tenant: 'zinzuwadia', ...schedule },
  ]);
  expect(
    (await send(app, 'POST', '/api/export-schedules', cookieOf(3), { ...schedule, everyMinutes: 0 })).status,
  ).toBe(400);
  const older = (minutes: number) =>
    vm.superuser(`update export_schedules set created_at = created_at - interval '${minutes} minutes'`);
  const waiting = () =>
    number(`select count(*) from exports where tenant_id = 3 and kind = 'payments' and status = 'queued'`);
  const rounds = () => Promise.all(Array.from({ length: 4 }, () => makeDue(here.crm)));
  await rounds();
  expect(await waiting()).toBe(0);
  await older(3);
  await rounds();
  expect(await waiting()).toBe(1);
  const id = await number(`select max(id) from exports where tenant_id = 3 and kind = 'payments'`);
  await run(id, 3);
  await rounds();
  expect(await waiting()).toBe(0);
  await older(1);
  await rounds();
  expect(await waiting()).toBe(1);
  expect((await get('export-schedules', 3)).body.items).toEqual([made.body]);
  expect((await get('export-schedules', 1)).body.items).toEqual([]);
  const remove = (tenantId: number) =>
    app.inject({
      method: 'DELETE',
      url: `/api/export-schedules/${made.body.id}`,
      headers: { cookie: cookieOf(tenantId) },
    });
  expect([(await remove(1)).statusCode, (await remove(3)).statusCode, (await remove(3)).statusCode]).toEqual([
    404, 204, 404,
  ]);
});

it('takes up exports whose job is gone, and fails those whose job is a dead letter', async () => {
  const [lost, dead] = [await queued(), await queued('orders')];
  const queue = here.crm.jobs.queue(queues.exports);
  spool.mockImplementation(async (source, path) => {
    if (!path.includes(`/1-${dead}-`)) return real.spool(source, path);
    source.destroy();
    throw new GiveUp('never again');
  });
  await here.crm.jobs.add(queues.exports, {
    name: 'export',
    id: jobIdOf(1, dead),
    data: { tenantId: 1, exportId: dead },
  });
  const consumers = openConsumers(vm.redisUrl());
  consumers.ensure(await exportConsumers(here.crm));
  await expect.poll(() => queue.getJobState(jobIdOf(1, dead)), { timeout: 10_000 }).toBe('failed');
  await takeUpLost(here.crm);
  await expect.poll(async () => (await one(lost)).status, { timeout: 10_000 }).toBe('done');
  expect((await one(dead)).status).toBe('failed');
  await consumers.close();
});
