import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDatabase } from '../../seed/seed-database.ts';
import { tenants } from '../core/level.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { builtVmImage, projectRoot } from '../host/environment.ts';
import { connectEngine } from '../topology/engine.ts';
import { printedInVm } from '../topology/fixture-small-level.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { type StartedLevel, startLevel } from '../topology/start-level.ts';
import { awaitServing, type Target } from './await-serving.ts';
import { type CrmClient, logInAt } from './fixture-crm-client.ts';

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
const interactionsRead = `select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid
  where r.rolname = 'crm_app' and query ilike '%from interactions%'`;

/** The levels of more than one application VM, whole and from the project's own file: every part does its work there. */
describe.each([4, 5])('Level %i as it is sold', (number) => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let target: Target;
  let writer: CrmClient;
  let other: CrmClient;

  const vm = (name: string) => level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
  const inVm = (name: string, ...command: string[]) => printedInVm(level, name, command);
  const psql = (name: string, sql: string) =>
    inVm(name, 'psql', '-U', 'postgres', '-d', 'crm', '-XAtqc', sql);
  const replicas = () => level.vms.filter(({ roles }) => roles.includes('replica')).map(({ name }) => name);
  const onReplicas = (sql: string) => Promise.all(replicas().map((name) => psql(name, sql)));
  const readsOfReplicas = async () => (await onReplicas(interactionsRead)).map(Number);
  const note = (client: CrmClient, words: string) =>
    client.send('POST', '/api/customers/1/interactions', { kind: 'note', note: words });
  const notes = async (client: CrmClient): Promise<string[]> => {
    const { status, body } = await client.send('GET', '/api/customers/1/timeline');
    expect(status).toBe(200);
    return (body.items as { note: string }[]).map((item) => item.note);
  };
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push(await other.statusOf('/api/customers/1/timeline'));
    return seen;
  };

  beforeAll(async () => {
    const image = builtVmImage();
    if (image === null) throw new Error('the VM image is not built: npm run setup');
    const definition = parseLevelFile(text, number, {
      ...{ source: 'document', variables: { CAPACITY_VM_IMAGE: image } },
    });
    level = await startLevel(await connectEngine(), definition, {
      ...{ runId: `scaled-test-${number}`, keep: false, environment: {}, cleanUp },
    });
    const port = level.vmWith('postgres').port(5432);
    await seedDatabase(`postgres://crm_owner:${level.secrets.owner}@127.0.0.1:${port}/crm`, {
      ...{ customers: 300, seed: 5, tenants: [...tenants], staffPerTenant: 10 },
    });
    const balancer = level.vmWith('haproxy');
    const caPem = await inVm(balancer.name, 'cat', '/etc/vm/tls/ca.crt');
    target = { baseUrl: `https://127.0.0.1:${balancer.port(443)}`, caPem };
    await awaitServing(target, new AbortController().signal);
    writer = await logInAt(target, 0);
    other = await logInAt(target, 1);
  });
  afterAll(async () => {
    await Promise.all([writer?.close(), other?.close()]);
    await cleanUp.run();
  });

  it('has every setting as it should be, on every VM', async () => {
    const settings = (await level.readLimits('before')).flatMap(({ vm, settings }) =>
      settings.map((setting) => ({ vm, ...setting })),
    );
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.length).toBeGreaterThan(level.vms.length * 3);
  });

  it('answers a read from every replica, and a write through the balancer is read back there', async () => {
    const before = await readsOfReplicas();
    expect((await note(writer, 'seen everywhere')).status).toBe(201);
    await expect.poll(() => notes(other)).toContain('seen everywhere');
    for (let i = 0; i < 40; i++) await notes(other);
    const after = await readsOfReplicas();
    for (const [i, count] of after.entries())
      expect(count, replicas()[i]).toBeGreaterThan(before[i] as number);
  });

  it('is never stale to whoever wrote, however far the replicas are behind', async () => {
    await onReplicas('select pg_wal_replay_pause()');
    try {
      expect((await note(writer, 'written behind their backs')).status).toBe(201);
      for (let i = 0; i < 10; i++) expect(await notes(writer)).toContain('written behind their backs');
      expect(await notes(other)).not.toContain('written behind their backs');
    } finally {
      await onReplicas('select pg_wal_replay_resume()');
    }
    await expect.poll(() => notes(other)).toContain('written behind their backs');
  });

  it.runIf(number === 5)('finds a key set through one Redis node through another', async () => {
    const redis = async (name: string, ...command: string[]) =>
      inVm(name, 'env', `REDISCLI_AUTH=${level.secrets.redis}`, 'redis-cli', '-c', ...command);
    expect(await redis('redis-1', 'set', 'probe', 'one value')).toBe('OK');
    for (const name of ['redis-1', 'redis-2', 'redis-3'])
      expect(await redis(name, 'get', 'probe')).toBe('one value');
    // sessions and cache of the CRM are on more than one of them
    const sizes = await Promise.all(
      ['redis-1', 'redis-2', 'redis-3'].map((name) =>
        inVm(name, 'env', `REDISCLI_AUTH=${level.secrets.redis}`, 'redis-cli', 'dbsize'),
      ),
    );
    expect(sizes.map(Number).filter((size) => size > 0).length).toBeGreaterThan(1);
  });

  it('keeps what is put into the object storage, and shows it to nobody without the key', async () => {
    const s3 = (...more: string[]) =>
      inVm(
        'app-1',
        'bash',
        '-c',
        `curl -sS --aws-sigv4 aws:amz:us-east-1:s3 -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" -K <(echo "user = $0") "$@"`,
        storageUser(level),
        ...more,
      );
    await inVm('app-1', 'bash', '-c', 'head -c 300000 /dev/urandom >/tmp/object');
    const object = 'http://storage:9000/backups/probe/object';
    await s3('-f', '-T', '/tmp/object', object);
    await s3('-f', '-o', '/tmp/back', object);
    expect(await inVm('app-1', 'cmp', '/tmp/object', '/tmp/back')).toBe('');
    const anonymous = ['curl', '-sS', '-o', '/dev/null', '-w', '%{http_code}', object];
    expect(await inVm('app-1', ...anonymous)).toMatch(/^40[13]$/);
  });

  it('shows product pictures of the object storage', async () => {
    const { statusCode, type, size } = await fetchAt(target, '/media/products/1.png');
    expect([statusCode, type]).toEqual([200, 'image/png']);
    expect(size).toBeGreaterThan(1000);
  });

  it('delivers a mail that another application VM hands over to the sink', async () => {
    const delivered = async () =>
      Number(/^delivered\t(\d+)$/m.exec(await inVm('app-1', '/opt/vm/roles/smtp/counts'))?.[1]);
    const before = await delivered();
    const mail = 'From: crm@level.test\r\nTo: someone@customer.test\r\nSubject: probe\r\n\r\nHello.\r\n';
    await inVm(
      'app-2',
      'bash',
      '-c',
      `printf '${mail}' | curl -sS --url smtp://app-1:587 --mail-from crm@level.test --mail-rcpt someone@customer.test -T -`,
    );
    await expect.poll(delivered, { timeout: 15_000 }).toBe(before + 1);
  });

  it.runIf(number === 5)('serves a static asset from the cache of the CDN the second time', async () => {
    const cdn = level.vmWith('cdn');
    const at = {
      baseUrl: `https://127.0.0.1:${cdn.port(443)}`,
      caPem: await inVm('cdn', 'cat', '/etc/vm/tls/ca.crt'),
    };
    const asset = (await inVm('app-1', 'bash', '-c', 'cd /opt/vm/www/static && ls app.*.js')).split('\n')[0];
    for (const path of [`/static/${asset}`, '/media/products/2.png']) {
      const [first, second] = [await fetchAt(at, path), await fetchAt(at, path)];
      expect([first.statusCode, first.cache, second.statusCode, second.cache], path).toEqual([
        200,
        'MISS',
        200,
        'HIT',
      ]);
      expect(second.size).toBe(first.size);
    }
  });

  it.runIf(number === 5)('is watched: Prometheus has every target up', async () => {
    const port = level.vmWith('monitoring').port(9090);
    const targets = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/targets`);
      const { data } = (await answer.json()) as {
        data: { activeTargets: { health: string; scrapeUrl: string; labels: Record<string, string> }[] };
      };
      return data.activeTargets;
    };
    // a target whose turn has not come since the interval became a long one is 'unknown'
    const notUp = async () => (await targets()).filter(({ health }) => health !== 'up');
    await expect
      .poll(async () => (await notUp()).map(({ scrapeUrl }) => scrapeUrl), { timeout: 30_000 })
      .toEqual([]);
    const watched = new Set((await targets()).map(({ labels }) => labels.instance));
    const told = level.vms.filter(({ roles }) => roles.includes('exporters')).map(({ name }) => name);
    expect([...watched].sort()).toEqual(told.sort());
  });

  it('tells a browser on one application VM of what happens on another', async () => {
    /** A browser at the CRM of one VM, past the balancer: what it hears until it goes after `seconds`. */
    const listenAt = async (name: string, cookie: string, seconds: number) => {
      const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
      const headers = [...upgrade, 'Sec-WebSocket-Key: Y2FwYWNpdHkgaGFybmVzcw==', `Cookie: ${cookie}`];
      const { stdout } = await vm(name).exec([
        ...['timeout', String(seconds), 'curl', '-sN', '--http1.1'],
        ...headers.flatMap((header) => ['-H', header]),
        'http://127.0.0.1:8000/api/live',
      ]);
      return stdout;
    };
    const { body } = await other.send('GET', '/api/auth/me');
    const heard = listenAt('app-2', writer.cookie, 7);
    const present = async () => (await other.send('GET', '/api/presence')).body.users;
    await expect.poll(present, { timeout: 10_000 }).toHaveLength(1);
    expect(await listenAt('app-1', other.cookie, 2)).toContain('"type":"hello"');
    const came = JSON.stringify({ type: 'presence', userId: body.user.id, here: true });
    expect(await heard).toContain(came);
  });

  it('has an export ready for every application VM, and its own tenant alone in it', async () => {
    const asked = await writer.send('POST', '/api/exports', { kind: 'customers', format: 'csv' });
    expect(asked.status).toBe(202);
    const state = async () => (await writer.send('GET', `/api/exports/${asked.body.id}`)).body.status;
    await expect.poll(state, { timeout: 60_000, interval: 300 }).toBe('done');
    const file = async (name: string) =>
      inVm(
        ...([name, 'curl', '-fsS', '-H', `Cookie: ${writer.cookie}`] as const),
        `http://127.0.0.1:8000/api/exports/${asked.body.id}/file`,
      );
    const phones = (await psql('db', 'select phone from customers where tenant_id = 1')).split('\n').sort();
    for (const name of level.vms.filter(({ roles }) => roles.includes('app')).map((one) => one.name))
      expect(((await file(name)).match(/\+91\d{10}/g) ?? []).sort(), name).toEqual(phones);
  });

  it('spreads its numbers over the WhatsApp VMs, and a campaign goes out over all of them once', async () => {
    const [template] = (
      await psql(
        'db',
        "select min(id) from message_templates where tenant_id = 1 and category = 'marketing' and approved",
      )
    ).split('\n');
    const servers = level.vms.filter(({ roles }) => roles.includes('waha')).map(({ name }) => name);
    const working = async () =>
      Number(await psql('db', "select count(*) from whatsapp_sessions where status = 'WORKING'"));
    await expect.poll(working, { timeout: 60_000, interval: 500 }).toBe(12);
    const made = await writer.send('POST', '/api/campaigns', {
      name: 'All of them',
      templateId: Number(template),
    });
    await writer.send('POST', `/api/campaigns/${made.body.id}/start`);
    const campaign = async () => (await writer.send('GET', `/api/campaigns/${made.body.id}`)).body;
    await expect.poll(async () => (await campaign()).status, { timeout: 90_000, interval: 500 }).toBe('sent');
    const { sent, failed } = await campaign();
    expect([sent > 20, failed]).toEqual([true, 0]);
    const ledgers = await Promise.all(
      servers.map(async (name) =>
        JSON.parse(await inVm(name, 'curl', '-fsS', 'http://127.0.0.1:3900/ledger')),
      ),
    );
    expect(ledgers.map(({ all }) => all.doubled)).toEqual(servers.map(() => 0));
    expect(ledgers.reduce((sum, { all }) => sum + all.sent, 0)).toBe(sent);
    for (const { all } of ledgers) expect(all.sent).toBeGreaterThan(sent / servers.length / 3);
  });

  it('goes on without a replica: its reads go elsewhere', async () => {
    const [lost] = replicas() as [string];
    const rest = number === 5 ? 'replica-2' : 'db';
    const before = Number(await psql(rest, interactionsRead));
    await vm(lost).container.kill();
    expect(await statuses(30)).toEqual(Array(30).fill(200));
    expect(Number(await psql(rest, interactionsRead)) - before).toBeGreaterThanOrEqual(25);
  });

  it('goes on without an application VM, and the requests that it took with it are counted', async () => {
    const seen: { status: number; sentMs: number }[] = [];
    const from = performance.now();
    const asking = Array.from({ length: 60 }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 150));
      const sentMs = performance.now() - from;
      seen.push({ status: await other.statusOf('/api/customers/1/timeline'), sentMs });
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await vm('app-2').container.kill();
    const lostMs = performance.now() - from;
    await Promise.all(asking);
    const failed = seen.filter(({ status }) => status !== 200);
    expect(seen).toHaveLength(60);
    // only what was on its way to the lost VM before the balancer's checks had seen it
    expect(failed.filter(({ sentMs }) => sentMs < lostMs - 500 || sentMs > lostMs + 5000)).toEqual([]);
    expect(failed.length).toBeLessThan(15);
    expect(await statuses(20)).toEqual(Array(20).fill(200));
    expect((await note(writer, 'written without it')).status).toBe(201);
  });
});

/** What a client of the object storage signs with. */
function storageUser({ secrets }: StartedLevel): string {
  return `crm:${secrets.storage}`;
}

async function fetchAt({ baseUrl, caPem }: Target, path: string) {
  const dispatcher = new Agent({ connect: { ca: caPem, servername: 'localhost' } });
  const { statusCode, headers, body } = await request(`${baseUrl}${path}`, { dispatcher });
  const { byteLength: size } = await body.arrayBuffer();
  await dispatcher.close();
  return { statusCode, type: headers['content-type'], cache: headers['x-cache'], size };
}
