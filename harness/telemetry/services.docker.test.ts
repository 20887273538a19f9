import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EvidenceData, evidenceData } from '../core/evidence/catalogue.ts';
import type { Evidence } from '../core/evidence/envelope.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { nowMs } from '../host/clock.ts';
import { connectEngine } from '../topology/engine.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';
import type { CollectedId } from './collector.ts';
import { observeLevel } from './registry.ts';

const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'db', roles: ['postgres', 'pgbouncer'], ports: [5432, 6432] },
  { name: 'replica', roles: ['replica'] },
  {
    ...{ name: 'app-1', roles: ['app', 'nginx', 'smtp', 'redis'], ports: [8082, 6379, 6380] },
    environment: { NGINX_BEHIND_BALANCER: '1' },
  },
  { name: 'app-2', roles: ['app', 'nginx'], environment: { NGINX_BEHIND_BALANCER: '1' }, ports: [8082] },
  { name: 'balancer', roles: ['haproxy'], environment: { APP_HOSTS: 'app-1 app-2' }, ports: [443, 8404] },
];
const ids: CollectedId[] = [
  'containers',
  'redis',
  'replication',
  'pgbouncer',
  'haproxy',
  'nginx',
  'mail',
  'queues',
  'processes',
];
/** Read less often than once a second. */
const seldom: readonly string[] = ['mail', 'queues', 'processes'];
const POOL_SIZE = 10;
const BLOCKED_MS = 4000;

/** What happens in the window: a replica that stands still, a pool that is full, requests, and statements that cost. */
async function work(level: StartedLevel): Promise<void> {
  const vmNamed = (name: string) => level.vms.find((vm) => vm.name === name) as StartedLevel['vms'][number];
  const superuser = async (name: string, sql: string) => {
    const { exitCode, stdout, stderr } = await vmNamed(name).exec([
      'psql',
      '-U',
      'postgres',
      '-XAtqc',
      sql,
      'crm',
    ]);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const client = () =>
    new pg.Client({
      ...{ host: '127.0.0.1', port: vmNamed('db').port(6432), database: 'crm' },
      ...{ user: 'crm_app', password: level.secrets.app },
    });
  const holdConnection = async () => {
    const one = client();
    await one.connect();
    await one.query(`select pg_sleep(${BLOCKED_MS / 1000})`);
    await one.end();
  };
  const get = () =>
    new Promise<void>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: vmNamed('balancer').port(443), rejectUnauthorized: false };
      request({ ...options, path: '/healthz', agent: false }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
  const mail = `printf 'Subject: probe\\r\\n\\r\\nHello.\\r\\n' | curl -sS --url smtp://127.0.0.1:587 --mail-from a@level.test --mail-rcpt b@level.test -T -`;
  const sent = await vmNamed('app-1').exec(['bash', '-c', mail]);
  expect(sent.stderr).toBe('');
  await superuser('replica', 'select pg_wal_replay_pause()');
  await superuser('db', 'create table probe as select generate_series(1, 10000) n');
  const held = Promise.all(Array.from({ length: POOL_SIZE + 4 }, holdConnection));
  await Promise.all(Array.from({ length: 40 }, get));
  // its server process is gone before the next reading of the processes
  await superuser('db', 'select count(*) from generate_series(1, 3000000)');
  await held;
  await superuser('replica', 'select pg_wal_replay_resume()');
  const behind = 'select pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) from pg_stat_replication';
  await vi.waitFor(async () => expect(await superuser('db', behind)).toBe('0'), { timeout: 20_000 });
}

describe('telemetry of a level’s services', () => {
  const cleanUp = createCleanUp();
  const folder = mkdtempSync(join(tmpdir(), 'services-'));
  let written: Map<CollectedId, Evidence<unknown>>;

  function observed<Id extends CollectedId>(id: Id): EvidenceData[Id] {
    const evidence = written.get(id);
    if (evidence?.status !== 'observed') throw new Error(`${id}: ${evidence?.reason ?? 'not written'}`);
    return evidenceData[id].parse(evidence.data) as EvidenceData[Id];
  }

  /** Of what is read once a second. */
  async function twoMoreReadings(): Promise<void> {
    const often = ids.filter((id) => !seldom.includes(id));
    const lines = () =>
      often.map((id) => readFileSync(join(folder, `${id}.jsonl`), 'utf8').split('\n').length);
    const from = lines();
    const more = () => lines().map((count, i) => Math.min(2, count - (from[i] ?? 0)));
    await vi.waitFor(() => expect(more()).toEqual(often.map(() => 2)), { timeout: 20_000 });
  }

  beforeAll(async () => {
    const level = await startSmallLevel(vms, { runId: 'services-test', cleanUp });
    const ask = 'curl -s http://127.0.0.1:8404/metrics?scope=server'.split(' ');
    await vi.waitFor(
      async () => {
        const page = (await level.vmWith('haproxy').exec(ask)).stdout;
        expect(page.match(/^haproxy_server_status\{proxy="crm",.*state="UP"} 1$/gm)).toHaveLength(2);
      },
      { timeout: 10_000 },
    );
    const observations = await observeLevel({ level, engine: await connectEngine() }, folder, ids);
    const fromMs = nowMs();
    await twoMoreReadings(); // or what is done now would count in part as done before
    await work(level);
    await twoMoreReadings();
    const window = { loadFromMs: fromMs, fromMs, toMs: nowMs() };
    const finished = await Promise.all(observations.map((one) => one.finish(window)));
    written = new Map(observations.map(({ id }, i) => [id, finished[i] as Evidence<unknown>]));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cleanUp.run();
  });

  it('sees a replica that streams and yet does not replay, though PostgreSQL shows the lag of before', () => {
    const [replica] = observed('replication').replicas;
    expect(replica).toMatchObject({ vm: 'replica', streamingRatio: 1 });
    expect(replica?.lagMaxMs).toBeGreaterThan(BLOCKED_MS / 2);
    expect(replica?.lagBytesMax).toBeGreaterThan(10_000);
    expect(replica?.seconds.at(-1)?.lagBytes).toBe(0);
  });

  it('sees a pool that is full, and the clients that wait for it', () => {
    const { pools, notObserved } = observed('pgbouncer');
    expect(notObserved).toEqual([]);
    expect(pools).toMatchObject([
      { vm: 'db', poolSize: POOL_SIZE, serversBusyMax: POOL_SIZE, clientsMax: POOL_SIZE + 4 },
    ]);
    // more for a moment: those whose server connection is only being made wait too
    expect(pools[0]?.waitingMax).toBeGreaterThanOrEqual(4);
    expect(pools[0]?.waitMaxMs).toBeGreaterThan(BLOCKED_MS / 2);
    expect(pools[0]?.transactions).toBe(POOL_SIZE + 4);
    expect(pools[0]?.waitMeanMs).toBeGreaterThan((BLOCKED_MS * 4) / (POOL_SIZE + 4) / 2);
  });

  it('sees what the balancer gave each server', () => {
    const { servers, queueMax, retries } = observed('haproxy');
    expect(servers.map(({ server }) => server).sort()).toEqual(['app-1', 'app-2']);
    expect(servers.reduce((sum, { requests }) => sum + requests, 0)).toBe(40);
    for (const { share, downSeconds, responses5xx } of servers) {
      expect(share).toBeGreaterThan(0.1);
      expect([downSeconds, responses5xx]).toEqual([0, 0]);
    }
    expect([queueMax, retries]).toEqual([0, 0]);
  });

  it('names what runs in each VM, and loses no CPU of a process that has ended', () => {
    const { vms: all, notObserved } = observed('processes');
    expect(notObserved).toEqual([]);
    const named = Object.fromEntries(
      all.map(({ vm, services }) => [vm, services.map(({ service }) => service).sort()]),
    );
    expect(named).toEqual({
      db: ['pgbouncer', 'postgres', 'supervisor'],
      replica: ['postgres', 'supervisor'],
      'app-1': ['crm', 'crm-jobs', 'nginx', 'postfix', 'redis', 'redis-queue', 'supervisor'],
      'app-2': ['crm', 'crm-jobs', 'nginx', 'supervisor'],
      balancer: ['haproxy', 'supervisor'],
    });
    const db = all.find(({ vm }) => vm === 'db');
    const seen = db?.services.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) ?? 0;
    const used = observed('containers').vms.find(({ vm }) => vm === 'db')?.cpuSeconds ?? 0;
    expect(used).toBeGreaterThan(0.2);
    // the container's figure has what was started from outside, such as psql, on top
    expect(seen).toBeGreaterThan(used * 0.6);
    expect(seen).toBeLessThan(used * 1.1);
    expect(db?.services[0]?.service).toBe('postgres');
    expect(db?.services[0]?.memoryMaxBytes).toBeGreaterThan(10 * 1024 ** 2);
  });

  it('sees every Nginx, and the mail that was delivered', () => {
    const { servers, notObserved } = observed('nginx');
    expect(notObserved).toEqual([]);
    expect(servers.map(({ vm }) => vm).sort()).toEqual(['app-1', 'app-2']);
    // the 40 that were asked, and the balancer's own checks
    expect(servers.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(40);
    expect(servers.map(({ api, limited }) => [api, limited])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(observed('mail')).toMatchObject({ vm: 'app-1', delivered: 1 });
  });

  it('sees the memory of the queue server apart from the cache', () => {
    const { queue, maxMemoryBytes, usedMemoryMaxBytes } = observed('redis');
    expect(queue).toHaveLength(1);
    expect(queue?.[0]).toMatchObject({ vm: 'app-1', maxMemoryBytes: maxMemoryBytes / 4 });
    expect(queue?.[0]?.usedMemoryMaxBytes).toBeGreaterThan(100_000);
    expect(usedMemoryMaxBytes).toBeLessThan(maxMemoryBytes);
  });

  it('sees the job queues of the CRM', () => {
    const { vm, queues, seconds } = observed('queues');
    expect(vm).toBe('app-1');
    expect(seconds.length).toBeGreaterThanOrEqual(2);
    for (const { failed, waitingMax } of queues) expect([failed, waitingMax]).toEqual([0, 0]);
  });

  it('tells what the observing cost', () => {
    const { collectors, cpuRatio } = observed('telemetry');
    expect(collectors.map(({ id }) => id)).toEqual(ids);
    for (const { id, readings, failed, meanMs } of collectors) {
      expect([id, failed]).toEqual([id, 0]);
      if (!seldom.includes(id)) expect(readings).toBeGreaterThanOrEqual(4);
      if (readings > 0) expect(meanMs).toBeGreaterThan(0);
    }
    expect(cpuRatio).toBeGreaterThan(0);
  });
});
