import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** Two small application VMs, which serve /healthz without a database, and the balancer of Level 4 before them. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'app-1', roles: ['app', 'nginx'], environment: { NGINX_BEHIND_BALANCER: '1' } },
  { name: 'app-2', roles: ['app', 'nginx'], environment: { NGINX_BEHIND_BALANCER: '1' } },
  { name: 'balancer', roles: ['haproxy'], environment: { APP_HOSTS: 'app-1 app-2' }, ports: [443] },
];

interface Answer {
  status: number;
  authorized: boolean;
  protocol: string | null;
}

describe('the balancer before two application VMs', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let ca: string;
  const inVm = (name: string, ...command: string[]) => printedInVm(level, name, command);
  const ask = (command: string) => inVm('balancer', '/opt/vm/roles/haproxy/ask', command);
  const supervisor = (name: string, ...command: string[]) =>
    inVm(name, 'supervisorctl', '-c', '/opt/vm/supervisord.conf', ...command);

  /** One column of `show stat` for each application VM. */
  async function stat(column: string): Promise<[string, string]> {
    const [head = '', ...rows] = (await ask('show stat')).replace(/^# /, '').split('\n');
    const at = head.split(',').indexOf(column);
    const of = (server: string) => rows.find((row) => row.startsWith(`crm,${server},`))?.split(',')[at] ?? '';
    return [of('app-1'), of('app-2')];
  }
  const requestsOf = async () => (await stat('req_tot')).map(Number) as [number, number];
  const bothUp = () =>
    vi.waitFor(async () => expect(await stat('status')).toEqual(['UP', 'UP']), { timeout: 10_000 });

  const get = (path = '/healthz', method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: level.vmWith('haproxy').port(443), servername: 'localhost' };
      request({ ...options, path, method, ca, agent: false }, (response) => {
        const socket = response.socket as TLSSocket;
        const [status, protocol] = [response.statusCode ?? 0, socket.getProtocol()];
        response.resume().on('end', () => resolve({ status, authorized: socket.authorized, protocol }));
      })
        .on('error', reject)
        .end();
    });
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push((await get()).status);
    return seen;
  };

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'balancer-test', cleanUp });
    ca = await inVm('balancer', 'cat', '/etc/vm/tls/ca.crt');
    await bothUp();
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('ends TLS with its own certificate and shares requests among both', async () => {
    const from = await requestsOf();
    const answers = await Promise.all(Array.from({ length: 40 }, () => get()));
    for (const { status, authorized } of answers) expect([status, authorized]).toEqual([200, true]);
    expect(answers[0]?.protocol).toMatch(/^TLSv1\.[23]$/);
    const to = await requestsOf();
    const [first, second] = [to[0] - from[0], to[1] - from[1]];
    expect(first + second).toBe(40);
    expect(Math.min(first, second)).toBeGreaterThan(5);
  });

  it('runs with the settings that it should, as do the VMs behind it', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['haproxy.nbthread', 'haproxy.maxconn', 'haproxy.tls_answer']),
    );
    expect(settings.filter(({ name }) => name === 'nginx.balancer_port').map(({ read }) => read)).toEqual([
      'open',
      'open',
    ]);
    expect(await inVm('balancer', 'stat', '-c', '%a', '/etc/vm/tls/haproxy.pem')).toBe('600');
  });

  it('sends plain HTTP to TLS, and tells Prometheus about itself', async () => {
    const plain = ['-s', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}', '-H', 'Host: crm.test:80'];
    expect(await inVm('balancer', 'curl', ...plain, 'http://127.0.0.1/a?b=c')).toBe(
      '301 https://crm.test/a?b=c',
    );
    const metrics = await inVm('balancer', 'curl', '-s', 'http://127.0.0.1:8404/metrics');
    expect(metrics).toContain('haproxy_server_http_responses_total{proxy="crm",server="app-1",code="2xx"}');
  });

  it('takes webhooks over plain HTTP, and counts them apart from what users ask', async () => {
    const plain = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '-X', 'POST', '-d', '{}'];
    const post = (path: string) => inVm('balancer', 'curl', ...plain, `http://127.0.0.1${path}`);
    const webhooks = async () => {
      const rows = (await ask('show stat')).split('\n').filter((row) => row.startsWith('crm-webhooks,app-'));
      return rows.map((row) => row.split(',')).reduce((sum, columns) => sum + Number(columns[7]), 0);
    };
    const [users, before] = [await requestsOf(), await webhooks()];
    // whatever a CRM without a database answers: it was asked
    for (const _ of [1, 2, 3]) expect(await post('/webhooks/nobody/waha')).not.toBe('301');
    expect([await requestsOf(), (await webhooks()) - before]).toEqual([users, 3]);
    await supervisor('app-1', 'stop', 'app');
    const states = async () =>
      (await ask('show stat'))
        .split('\n')
        .filter((row) => row.startsWith('crm-webhooks,app-1,'))
        .map((row) => row.split(',')[17]);
    await expect.poll(states, { timeout: 20_000, interval: 250 }).toEqual([expect.stringMatching(/^DOWN/)]);
    await supervisor('app-1', 'start', 'app');
    await bothUp();
  });

  it('gives a drained VM nothing new', async () => {
    await ask('set server crm/app-1 state drain');
    const from = await requestsOf();
    expect(await statuses(20)).toEqual(Array(20).fill(200));
    const to = await requestsOf();
    expect([to[0] - from[0], to[1] - from[1]]).toEqual([0, 20]);
    await ask('set server crm/app-1 state ready');
    await bothUp();
  });

  it('goes on without a VM whose CRM stops, and takes it back', async () => {
    await supervisor('app-1', 'stop', 'app');
    const seen: number[] = [];
    await expect
      .poll(
        async () => {
          seen.push(...(await statuses(2)));
          return (await stat('status'))[0];
        },
        { timeout: 10_000, interval: 250 },
      )
      .toMatch(/^DOWN/);
    // those that reached it before the second failed check
    expect(seen.filter((status) => status !== 200).length).toBeLessThanOrEqual(10);
    expect(await statuses(20)).toEqual(Array(20).fill(200));
    await supervisor('app-1', 'start', 'app');
    await bothUp();
    const from = await requestsOf();
    await Promise.all(Array.from({ length: 20 }, () => get()));
    expect((await requestsOf())[0]).toBeGreaterThan(from[0]);
  });

  it('answers a GET all the same when a connection is refused, before any check has seen it', async () => {
    await supervisor('app-1', 'stop', 'nginx');
    expect(await statuses(10)).toEqual(Array(10).fill(200));
    await supervisor('app-1', 'start', 'nginx');
    await bothUp();
  });

  it('sends no request again that writes', async () => {
    // a VM that takes the request and closes without an answer, as one that dies in the middle does
    const deaf = `require('node:net').createServer((s) => s.once('data', (d) => {
      require('node:fs').appendFileSync('/tmp/seen', String(d).split('\\r\\n')[0] + '\\n'); s.destroy(); })).listen(8081)`;
    for (const name of ['app-1', 'app-2']) {
      await ask(`disable health crm/${name}`);
      await supervisor(name, 'stop', 'nginx');
      await inVm(name, 'bash', '-c', `node -e "$0" >/dev/null 2>&1 & sleep 0.5`, deaf);
      await ask(`set server crm/${name} health up`);
    }
    const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'];
    for (const method of methods) await get(`/${method}`, method).catch(() => null);
    const seen = `${await inVm('app-1', 'cat', '/tmp/seen')}\n${await inVm('app-2', 'cat', '/tmp/seen')}`;
    const times = methods.map((method) => seen.split(`${method} /${method} `).length - 1);
    expect(times).toEqual([1, 1, 1, 1, 2]);
  });
});
