import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../seed/seed-database.ts';
import { tenants } from '../core/level.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { handIn, type ProbeReport, probe, probedQueue } from '../reference/crm/testing/probe.ts';
import redisCollector from '../telemetry/redis/collect.ts';
import { connectEngine } from '../topology/engine.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** A cluster of three; beside its nodes, to need no more VMs, the database and two application servers of one worker each. */
const names = ['redis-1', 'redis-2', 'redis-3'] as const;
type Name = (typeof names)[number];
const environment = { REDIS_HOSTS: names.join(' '), DB_HOST: 'redis-1' };
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'redis-1', roles: ['redis', 'postgres', 'pgbouncer'], ports: [5432, 6379], environment },
  { name: 'redis-2', roles: ['redis', 'app'], ports: [6379], environment },
  { name: 'redis-3', roles: ['redis', 'app'], ports: [6379], environment },
];
const [one, other] = ['redis-2', 'redis-3'] as const;

interface Answer {
  status: number;
  seconds: number;
  cookie: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
  body: any;
}

describe('the CRM on a Redis cluster', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  /** Of users of all tenants. */
  const cookies: string[] = [];

  const vmNamed = (name: Name) => level.vms.find((vm) => vm.name === name) as StartedLevel['vms'][number];
  const inVm = async (name: Name, ...command: string[]) => {
    const { stdout, stderr } = await vmNamed(name).exec(command);
    return (stdout || stderr).trim();
  };
  const redis = (name: Name, ...command: string[]) =>
    inVm(name, 'env', `REDISCLI_AUTH=${level.secrets.redis}`, 'redis-cli', ...command);
  const supervisor = (name: Name, ...command: string[]) =>
    inVm(name, 'supervisorctl', '-c', '/opt/vm/supervisord.conf', ...command);

  async function ask(on: Name, method: string, path: string, cookie = '', payload?: object): Promise<Answer> {
    const body = payload && ['-H', 'content-type: application/json', '-d', JSON.stringify(payload)];
    const text = await inVm(
      ...([on, 'curl', '-si', '-X', method, '-w', '\n%{http_code} %{time_total}'] as const),
      ...[...(body ?? []), '-H', `cookie: ${cookie}`, `http://127.0.0.1:8000${path}`],
    );
    const [status, seconds] = (text.split('\n').at(-1) as string).split(' ').map(Number) as [number, number];
    const json = text.split('\n').at(-2) ?? '';
    return {
      ...{ status, seconds, cookie: /set-cookie: ([^;]+)/i.exec(text)?.[1] ?? '' },
      body: json.startsWith('{') ? JSON.parse(json) : null,
    };
  }
  const statuses = (on: Name) =>
    Promise.all(cookies.map(async (cookie) => (await ask(on, 'GET', '/api/auth/me', cookie)).status));
  const sessionsOfNodes = () =>
    Promise.all(
      names.map(async (name) => {
        const keys = await redis(name, '--scan', '--pattern', 'tenant:*:session:*');
        return keys.split('\n').filter(Boolean).length;
      }),
    );
  const keysOfQueue = async (name: Name, pattern: string) =>
    (await redis(name, '-p', '6380', '--scan', '--pattern', pattern)).split('\n').filter(Boolean);
  const soon = { timeout: 60_000, interval: 100 };
  /** As the CRM knows it: one address, or those of all nodes. */
  const withQueueUrl = (command: string) => [
    ...['sh', '-c', `. /etc/vm/app/environment; export QUEUE_URL; ${command}`],
  ];
  /** Depth of the queue of what comes round. */
  const rounds = async () => {
    const { body } = await ask(one, 'GET', '/queuez');
    return body?.queues?.find(({ name }: { name: string }) => name === 'rounds') ?? { completed: 0 };
  };
  /** Puts a function as a program into a VM, where the nodes are known by their names. */
  async function runProgram(
    { name }: typeof probe | typeof handIn,
    run: (file: string) => Promise<void>,
  ): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'capacity-probe-'));
    try {
      const contents = `
        import { ${name} } from './probe.ts';
        ${name}(process.env.QUEUE_URL).then(
          (report) => { process.stdout.write(JSON.stringify(report ?? null)); process.exit(0); },
          (error) => { process.stderr.write(String(error.stack)); process.exit(1); });`;
      await build({
        ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' },
        stdin: { contents, loader: 'ts', resolveDir: join(import.meta.dirname, '../reference/crm/testing') },
        outfile: join(folder, `${name}.cjs`),
      });
      const tar = execFileSync('tar', ['-cf', '-', '-C', folder, `${name}.cjs`], { maxBuffer: 2 ** 26 });
      await vmNamed(other).container.putArchive(tar, { path: '/tmp' });
      await run(`/tmp/${name}.cjs`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  async function logIn(number: number): Promise<string> {
    const email = staffEmail(tenants[number % tenants.length] as string, number % 10);
    const payload = { email, password: STAFF_PASSWORD };
    const { status, cookie } = await ask(one, 'POST', '/api/auth/login', '', payload);
    expect([status, cookie]).toEqual([200, expect.stringMatching(/^sid=/)]);
    return cookie;
  }
  const allReady = async () => {
    for (const name of [one, other])
      await vi.waitFor(
        async () => expect((await ask(name, 'GET', '/readyz')).body).toMatchObject({ status: 'ready' }),
        {
          ...{ timeout: 60_000, interval: 100 },
        },
      );
  };

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'crm-redis-cluster-test', cleanUp });
    const db = level.vmWith('postgres');
    await seedDatabase(`postgres://crm_owner:${level.secrets.owner}@127.0.0.1:${db.port(5432)}/crm`, {
      ...{ customers: 300, seed: 5, tenants: [...tenants], staffPerTenant: 10 },
    });
    await allReady();
    // whose hashes decide which node keeps them: as many as it takes for each to have one, and some
    while (cookies.length < 9 || (cookies.length < 40 && !(await sessionsOfNodes()).every((n) => n > 0)))
      cookies.push(await logIn(cookies.length));
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('knows a session that another server began, and spreads sessions over all nodes', async () => {
    expect(await statuses(other)).toEqual(cookies.map(() => 200));
    const kept = await sessionsOfNodes();
    expect(kept.reduce((sum, count) => sum + count)).toBe(cookies.length);
    expect(Math.min(...kept)).toBeGreaterThan(0);
    const ended = await logIn(1);
    expect((await ask(other, 'POST', '/api/auth/logout', ended)).status).toBe(204);
    expect((await ask(one, 'GET', '/api/auth/me', ended)).status).toBe(401);
  });

  it('keeps an answer for all servers, and forgets it for all when one of them writes', async () => {
    const [cookie] = cookies as [string];
    const { body } = await ask(one, 'GET', '/api/customers?size=9', cookie);
    for (const { id } of body.items) {
      const key = `{tenant:1:customer:${id}}`;
      expect(await redis('redis-1', '-c', 'exists', key)).toBe('0');
      const { version, notes } = (await ask(one, 'GET', `/api/customers/${id}`, cookie)).body.customer;
      expect(await redis('redis-1', '-c', 'exists', key)).toBe('1');
      const change = { version, notes: `${notes ?? ''} changed` };
      expect((await ask(other, 'PATCH', `/api/customers/${id}`, cookie, change)).status).toBe(200);
      expect(await redis('redis-1', '-c', 'exists', key)).toBe('0');
      const seen = (await ask(one, 'GET', `/api/customers/${id}`, cookie)).body.customer;
      expect(seen).toMatchObject({ version: version + 1, notes: change.notes });
    }
  });

  it('works on jobs and live updates as on one Redis, with all keys of a queue on one slot', async () => {
    await runProgram(probe, async (file) => {
      const report = JSON.parse(await inVm(other, ...withQueueUrl(`node ${file}`))) as ProbeReport;
      expect(report).toMatchObject({
        paced: 20,
        attemptsOfPostponed: 0,
        depth: { waiting: 0, active: 0, delayed: 0, failed: 0, completed: 22, oldestWaitingMs: null },
        told: expect.arrayContaining([{ type: 'hello' }, { type: 'order', orderId: 2 }]),
        present: [1],
      });
      expect(report.told).not.toContainEqual({ type: 'order', orderId: 1 });
      expect(report.pacedMs).toBeGreaterThan(850);
      expect(report.delayedAfterMs).toBeGreaterThan(280);
    });
    const kept = await Promise.all(names.map((name) => keysOfQueue(name, `{jobs-${probedQueue}}*`)));
    expect(kept.filter((keys) => keys.length > 0)).toHaveLength(1);
    expect(kept.flat().length).toBeGreaterThan(2);
    // what comes round has been done by the CRM's own processes, and is counted
    await vi.waitFor(async () => expect((await rounds()).completed).toBeGreaterThan(0), soon);
  });

  it('is observed as one cache, also without a node', async () => {
    const source = await redisCollector.open({ level, engine: await connectEngine() });
    try {
      const whole = await source.read();
      expect(whole.nodes?.map(({ vm }) => vm)).toEqual(names);
      expect(whole).toMatchObject({ slots: 16_384, maxMemoryBytes: 3 * 128 * 1024 ** 2 });
      const keys = ['a', 'b', 'c']; // one for each node
      for (const key of keys) await redis('redis-1', '-c', 'set', key, '1');
      for (const key of [...keys, ...keys, 'd']) await redis('redis-1', '-c', 'get', key);
      const asked = await source.read();
      expect([asked.hits - whole.hits, asked.misses - whole.misses]).toEqual([6, 1]);
      await supervisor('redis-1', 'signal', 'STOP', 'redis');
      const from = performance.now();
      const without = await source.read();
      expect(performance.now() - from).toBeLessThan(5_000);
      expect(without).toMatchObject({ slots: 10_923, hits: asked.hits });
      expect(await source.facts()).toMatchObject({ appendOnly: true });
      await supervisor('redis-1', 'signal', 'CONT', 'redis');
      await vi.waitFor(async () => expect((await source.read()).slots).toBe(16_384), { timeout: 60_000 });
    } finally {
      await source.close();
    }
  });

  it.each([
    [
      'hangs',
      () => supervisor('redis-1', 'signal', 'STOP', 'redis'),
      () => supervisor('redis-1', 'signal', 'CONT', 'redis'),
    ],
    [
      'is gone with its VM',
      () => vmNamed('redis-3').container.stop({ t: 3 }),
      () => vmNamed('redis-3').container.start(),
    ],
  ])(
    'goes on without a node that %s: its sessions fail in time, the others do not, until it is back',
    async (...[, lose, back]) => {
      await lose();
      const during: Answer[] = [];
      for (const cookie of cookies) during.push(await ask(one, 'GET', '/api/auth/me', cookie));
      expect([...new Set(during.map(({ status }) => status))].sort()).toEqual([200, 503]);
      for (const { status, seconds } of during) expect(seconds).toBeLessThan(status === 200 ? 2 : 4);
      const ready = await ask(one, 'GET', '/readyz');
      expect(ready.body).toMatchObject({ database: 'ready', cache: 'does not answer' });
      expect(ready.seconds).toBeLessThan(4);
      await back();
      await vi.waitFor(async () => expect(await statuses(one)).toEqual(cookies.map(() => 200)), {
        ...{ timeout: 60_000, interval: 100 },
      });
      await allReady();
      // its consumers have found their way back too, wherever the queue lies
      const { completed } = await rounds();
      await runProgram(handIn, async (file) => {
        expect(await inVm(other, ...withQueueUrl(`node ${file}`))).toBe('null');
      });
      await vi.waitFor(async () => expect((await rounds()).completed).toBeGreaterThan(completed), soon);
    },
  );
});
