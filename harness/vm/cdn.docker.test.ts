import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { ask } from '../topology/fixture-request.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/** The way that static files take on Level 5; a stand-in for the object storage runs on the application VM as well. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'app', roles: ['app', 'nginx'], environment: { NGINX_BEHIND_BALANCER: '1' }, ports: [8082] },
  { name: 'balancer', roles: ['haproxy'], environment: { APP_HOSTS: 'app' }, ports: [443] },
  {
    name: 'cdn',
    roles: ['cdn'],
    environment: { ORIGIN_HOST: 'balancer', STORAGE_HOST: 'app' },
    ports: [443, 8082],
  },
];

/** Has pictures 1 to 9, tells how often it was asked, and says 403 of what it has not, as storage does. */
const storage = `
  let asked = 0;
  require('node:http').createServer((request, response) => {
    if (request.url === '/asked') return response.end(String(asked));
    asked += 1;
    const there = /^.media.products.[1-9].png$/.test(request.url);
    response.writeHead(there ? 200 : 403, { 'content-type': there ? 'image/png' : 'application/xml' });
    setTimeout(() => response.end(there ? 'picture of ' + request.url : '<Error/>'), 200);
  }).listen(9000, '0.0.0.0', () => console.log('listening'));`;

describe('the CDN before the balancer and the object storage', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let ca: string;
  let files: { file: string; bytes: number }[];
  const vm = (name: string) => level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
  const inVm = async (name: string, ...command: string[]) => {
    const { exitCode, stdout, stderr } = await vm(name).exec(command);
    if (exitCode !== 0) throw new Error(`${name}: ${command.join(' ')}: ${stderr || stdout}`);
    return stdout.trim();
  };
  const get = (path: string, more: Parameters<typeof ask>[2] = {}) =>
    ask({ port: vm('cdn').port(443), ca }, path, more);
  const cache = async (path: string) => (await get(path)).headers['x-cache'];
  const counts = async (name = 'cdn') => {
    const text = String((await ask({ port: vm(name).port(8082) }, '/.vm/counts')).body);
    const pairs = [...text.matchAll(/^(\w+)\t(\d+)$/gm)].map(([, key, n]) => [key, Number(n)] as const);
    return Object.fromEntries(pairs) as Record<string, number>;
  };
  const fileLike = (pattern: RegExp) =>
    files.find(({ file }) => pattern.test(file)) as (typeof files)[number];

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'cdn-test', cleanUp });
    ca = await inVm('cdn', 'cat', '/etc/vm/tls/ca.crt');
    files = JSON.parse(await inVm('app', 'cat', '/opt/vm/www/static/manifest.json')).files;
    const start =
      'node -e "$0" >/tmp/storage 2>&1 & until grep -q listening /tmp/storage; do sleep 0.05; done';
    await inVm('app', 'bash', '-c', start, storage);
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('starts with an empty cache and nothing counted, with the settings that it should', async () => {
    expect(await counts()).toMatchObject({ static: 0, cache_hit: 0, cache_miss: 0, other: 0 });
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toContain('cdn.api_answer');
  });

  it('fetches a static file once, whoever asks and with whatever cookie or query', async () => {
    const { file, bytes } = fileLike(/^app\..*\.js$/);
    const from = await counts('app');
    const first = await get(`/static/${file}`);
    expect([first.status, first.headers['x-cache'], first.body.length]).toEqual([200, 'MISS', bytes]);
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const second = await get(`/static/${file}?v=2`, { headers: { cookie: 'sid=me' } });
    expect([second.status, second.headers['x-cache'], second.body.equals(first.body)]).toEqual([
      200,
      'HIT',
      true,
    ]);
    expect((await get(`/static/${file}`, { method: 'HEAD' })).headers['x-cache']).toBe('HIT');
    expect((await counts('app')).static).toBe((from.static as number) + 1);
  });

  it('keeps the compressed copy apart, one for all who take it', async () => {
    const { file, bytes } = fileLike(/^app\..*\.css$/);
    const taking = (encoding: string) => get(`/static/${file}`, { headers: { 'accept-encoding': encoding } });
    const seen = [];
    for (const encoding of ['gzip', 'gzip, deflate, br', 'br', 'identity', 'br, gzip;q=0']) {
      const { headers, body } = await taking(encoding);
      const whole = headers['content-encoding'] === 'gzip' ? gunzipSync(body).length : body.length;
      expect(whole).toBe(bytes);
      seen.push([headers['x-cache'], headers['content-encoding']]);
    }
    expect(seen).toEqual([
      ['MISS', 'gzip'],
      ['HIT', 'gzip'],
      ['MISS', undefined],
      ['HIT', undefined],
      ['HIT', undefined],
    ]);
  });

  it('fetches a picture once, also where many want it at the same time', async () => {
    const asked = async () => Number(await inVm('app', 'curl', '-s', 'http://127.0.0.1:9000/asked'));
    const from = await asked();
    const seen = await Promise.all(Array.from({ length: 12 }, () => cache('/media/products/1.png')));
    expect(seen.filter((one) => one === 'MISS')).toHaveLength(1);
    expect(seen.filter((one) => one === 'HIT')).toHaveLength(11);
    expect((await asked()) - from).toBe(1);
    const absent = await get('/media/products/77.png');
    expect([absent.status, absent.headers['x-cache']]).toEqual([404, undefined]);
  });

  it('refuses whatever is no static file, and tells the origin nothing of it', async () => {
    const asked = async () => {
      const { static: files, api } = await counts('app'); // others come from the balancer's checks
      return { files, api };
    };
    const from = await asked();
    const status = async (path: string, method = 'GET') => {
      const answer = await get(path, { method });
      expect(answer.headers['server-timing']).toBeUndefined(); // as the CRM's answers have
      return answer.status;
    };
    const paths = [
      '/',
      '/api/auth/me',
      '/healthz',
      '/static/',
      '/static/../api/auth/me',
      '/media/other/1.png',
    ];
    for (const path of [...paths, '/static/..%2fapi%2fauth%2fme', '/static//x/y', '/media/products/1.png%0a'])
      expect([path, await status(path)]).toEqual([path, 404]);
    const { file } = fileLike(/^app\..*\.js$/);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      for (const path of [`/static/${file}`, '/media/products/1.png'])
        expect([method, await status(path, method)]).toEqual([method, 405]);
    expect(await status('/api/auth/login', 'POST')).toBe(404);
    expect(await asked()).toEqual(from);
  });

  it('has counted exactly what was asked', async () => {
    const from = await counts();
    for (const path of ['/media/products/2.png', '/media/products/2.png', '/static/none.js', '/api/x'])
      await get(path);
    const to = await counts();
    const change = Object.fromEntries(Object.entries(to).map(([key, n]) => [key, n - (from[key] as number)]));
    expect(change).toEqual({
      ...{ cache_hit: 1, cache_miss: 2, cache_other: 0 },
      ...{ static: 3, api: 0, other: 1, limited: 0 },
    });
  });

  it('goes on without its origins: from the cache, and with what has become too old', async () => {
    // the next answer of the origin may be kept for a second only
    const config = '/opt/vm/roles/nginx/static/static.conf';
    await inVm('app', 'sed', '-i', 's/\\$static_cache_control/max-age=1/', config);
    await inVm('app', 'supervisorctl', '-c', '/opt/vm/supervisord.conf', 'restart', 'nginx');
    const origin = {
      port: vm('balancer').port(443),
      ca: await inVm('balancer', 'cat', '/etc/vm/tls/ca.crt'),
    };
    await vi.waitFor(
      async () => expect((await ask(origin, '/static/logo.svg')).headers['cache-control']).toBe('max-age=1'),
      { timeout: 15_000, interval: 200 },
    );
    const before = await get('/static/logo.svg');
    expect([before.headers['x-cache'], before.headers['cache-control']]).toEqual(['MISS', 'max-age=1']);

    const { file, bytes } = fileLike(/^app\..*\.js$/);
    const never = `/static/${fileLike(/^vendor/).file}`;
    // first the balancer has nobody to ask, then it is gone itself, and its name with it
    for (const gone of ['app', 'balancer']) {
      await vm(gone).container.kill();
      const kept = await get(`/static/${file}`);
      expect([kept.status, kept.headers['x-cache'], kept.body.length]).toEqual([200, 'HIT', bytes]);
      expect(await cache('/media/products/1.png')).toBe('HIT');
      await vi.waitFor(async () => expect(await cache('/static/logo.svg')).toMatch(/^(STALE|UPDATING)$/), {
        timeout: 15_000,
        interval: 200,
      });
      for (let i = 0; i < 3; i++) {
        const old = await get('/static/logo.svg');
        expect([old.status, old.body.equals(before.body)]).toEqual([200, true]);
      }
      expect((await get(never)).status).toBeGreaterThanOrEqual(502);
    }
    expect(await inVm('cdn', '/opt/vm/ready')).toBe('');
  });
});
