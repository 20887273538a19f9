import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanUp } from '../host/cleanup.ts';
import { ask, flood } from '../topology/fixture-request.ts';
import { startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

/**
 * Stand-ins on the first VM. The CRM (8000) answers whatever it is asked with a number that grows, and says that its answers
 * may be kept and shared by all; the object storage (9000) has pictures 1 to 9, the last of them with a time of its own, and says 403 of others. Bare sockets: a flood
 * must be bounded by Nginx, not by them.
 */
const standIns = `
  const { createServer } = require('node:net');
  let answers = 0;
  const serve = (port, answer) => createServer((socket) => socket.on('error', () => {}).on('data', (data) => {
    for (const head of String(data).split('\\r\\n\\r\\n').slice(0, -1)) {
      const [, path] = head.split(' ');
      const { status = 200, headers = [], body } = answer(path, head);
      socket.write(['HTTP/1.1 ' + status + ' X', 'Content-Length: ' + body.length, ...headers, '', body].join('\\r\\n'));
    }
  })).listen(port, '0.0.0.0');
  serve(8000, (path, head) => ({
    headers: ['Cache-Control: public, max-age=3600', 'Content-Type: application/json'],
    body: JSON.stringify({ answer: ++answers, cookie: /cookie: (.*)/i.exec(head)?.[1] ?? null }),
  }));
  serve(9000, (path) => /^.media.products.[1-9].png$/.test(path)
    ? { headers: ['Content-Type: image/png', 'X-Trans-Id: 7', ...(path.includes('9') ? ['Cache-Control: max-age=60'] : [])],
        body: 'picture of ' + path }
    : { status: 403, body: '<Error>AccessDenied</Error>' });
  console.log('listening');`;

const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'plain', roles: ['nginx'], environment: { NGINX_BEHIND_BALANCER: '1' }, ports: [443, 8081, 8082] },
  { name: 'stored', roles: ['nginx'], environment: { STORAGE_HOST: 'plain' }, ports: [443, 8082] },
];

describe('Nginx of an application VM', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  const cas: Record<string, string> = {};
  const vm = (name: string) => level.vms.find((one) => one.name === name) as StartedLevel['vms'][number];
  const inVm = async (name: string, ...command: string[]) => {
    const { exitCode, stdout, stderr } = await vm(name).exec(command);
    if (exitCode !== 0) throw new Error(`${name}: ${command.join(' ')}: ${stderr || stdout}`);
    return stdout.trim();
  };
  const tls = (name = 'plain') => ({ port: vm(name).port(443), ca: cas[name] as string });
  const balanced = () => ({ port: vm('plain').port(8081) });
  const counts = async (name = 'plain') => {
    const text = String((await ask({ port: vm(name).port(8082) }, '/.vm/counts')).body);
    return Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
        .map(([key, n]) => [key, Number(n)]),
    ) as Record<string, number>;
  };
  /** What was counted meanwhile, without what was not. */
  const counted = async (work: () => Promise<unknown>, name = 'plain') => {
    const from = await counts(name);
    await work();
    const to = await counts(name);
    return Object.fromEntries(
      Object.entries(to)
        .map(([key, n]) => [key, n - (from[key] ?? 0)] as const)
        .filter(([, n]) => n !== 0),
    );
  };
  const files = async () =>
    JSON.parse(String((await ask(tls(), '/static/manifest.json')).body)).files as {
      file: string;
      bytes: number;
    }[];

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'nginx-test', cleanUp });
    for (const { name } of vms) cas[name] = await inVm(name, 'cat', '/etc/vm/tls/ca.crt');
    const start =
      'node -e "$0" >/tmp/stand-ins 2>&1 & until grep -q listening /tmp/stand-ins; do sleep 0.05; done';
    await inVm('plain', 'bash', '-c', start, standIns);
  });
  afterAll(async () => {
    await cleanUp.run();
  });

  it('runs with the settings that it should', async () => {
    const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(settings.map(({ name }) => name)).toContain('nginx.static_answer');
  });

  it('serves the front-end: whole, compressed where wanted, and for ever where the name has a hash', async () => {
    const listed = await files();
    expect(listed.length).toBeGreaterThanOrEqual(5);
    const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(350_000);
    expect(total).toBeLessThan(450_000);
    const gzip = { headers: { 'accept-encoding': 'gzip' } };
    for (const { file, bytes } of listed) {
      const plain = await ask(tls(), `/static/${file}`);
      expect([file, plain.status, plain.body.length]).toEqual([file, 200, bytes]);
      expect(plain.headers['content-encoding']).toBeUndefined();
      const hashed = /\.[0-9a-f]{12}\./.test(file);
      expect(plain.headers['cache-control']).toBe(
        hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      );
      const packed = await ask(tls(), `/static/${file}`, gzip);
      if (file.endsWith('.bin')) {
        expect(packed.headers['content-encoding']).toBeUndefined();
        continue;
      }
      expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
      expect(packed.body.length).toBeLessThan(bytes * 0.7);
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    }
  });

  it('has nothing beside it, and lets nobody out of the folder', async () => {
    const missing = [
      '/static/app.000000000000.js',
      '/static/',
      '/static',
      '/media/',
      '/media/products/4711.png',
    ];
    const status = async (path: string, method = 'GET') => (await ask(tls(), path, { method })).status;
    const toTheCrm = 200; // the stand-in answers everything
    expect(await Promise.all(missing.map((path) => status(path)))).toEqual([404, 404, toTheCrm, 404, 404]);
    expect((await ask(tls(), '/static/app.000000000000.js')).headers['cache-control']).toBeUndefined();
    const outside = [
      '/static/../tls/server.key',
      '/static/../../../etc/vm/tls/server.key',
      '/static/..%2f..%2f..%2fetc/vm/tls/server.key',
      '/static/%2e%2e/%2e%2e/%2e%2e/etc/vm/tls/server.key',
      '/media/products/../../../../../etc/vm/tls/server.key',
      '/media/products/1.png%0a',
    ];
    for (const path of outside) {
      const { status: seen, body } = await ask(tls(), path);
      expect([path, seen < 500, String(body).includes('PRIVATE')]).toEqual([path, true, false]);
      if (seen === 200) expect(JSON.parse(String(body))).toHaveProperty('answer'); // became a path of the CRM
    }
    expect(await status('/static/logo.svg', 'POST')).toBe(405);
  });

  it('serves product pictures from its own disk where the level has no storage', async () => {
    const answer = await ask(tls(), '/media/products/1.png');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.headers['cache-control']).toBe('public, max-age=86400');
    expect(answer.headers['x-cache']).toBeUndefined();
    expect(answer.body.subarray(1, 4).toString()).toBe('PNG');
  });

  it('serves them from the storage through its cache where it has, in its own words where there is none', async () => {
    const picture = (n: number | string, more = '') => ask(tls('stored'), `/media/products/${n}.png${more}`);
    const seen = await counted(async () => {
      const first = await picture(1);
      expect([first.status, first.headers['x-cache'], String(first.body)]).toEqual([
        200,
        'MISS',
        'picture of /media/products/1.png',
      ]);
      expect([first.headers['content-type'], first.headers['cache-control']]).toEqual([
        'image/png',
        'public, max-age=86400',
      ]);
      expect(first.headers['x-trans-id']).toBeUndefined();
      expect((await picture(1)).headers['x-cache']).toBe('HIT');
      expect((await picture(1, '?v=2')).headers['x-cache']).toBe('HIT');
      expect((await picture(9)).headers['cache-control']).toBe('max-age=60');
      const absent = await picture(4711);
      expect([absent.status, String(absent.body).includes('AccessDenied')]).toEqual([404, false]);
      expect((await picture('1.png%0a/2')).status).toBe(404);
    }, 'stored');
    expect(seen).toEqual({ static: 6, cache_hit: 2, cache_miss: 3 });
  });

  it('never keeps an answer of the API, not even one that says it may be', async () => {
    const path = '/api/auth/me';
    const seen = await counted(async () => {
      for (const sid of ['a', 'b', 'a']) {
        const { body, headers } = await ask(tls(), path, { headers: { cookie: `sid=${sid}` } });
        expect(JSON.parse(String(body)).cookie).toBe(`sid=${sid}`);
        expect(headers['x-cache']).toBeUndefined();
      }
    });
    expect(seen).toEqual({ api: 3 });
    const answers = await Promise.all(
      [1, 2, 3].map(async () => JSON.parse(String((await ask(tls(), path)).body))),
    );
    expect(new Set(answers.map(({ answer }) => answer)).size).toBe(3);
  });

  it('tells Prometheus about itself, and outside of its status port nothing', async () => {
    const status = await ask({ port: vm('plain').port(8082) }, '/.vm/status');
    expect(String(status.body)).toMatch(/^Active connections: \d+/);
    expect(JSON.parse(String((await ask(tls(), '/.vm/counts')).body))).toHaveProperty('answer'); // the CRM's business
    expect((await ask({ port: vm('plain').port(8082) }, '/api/auth/me')).status).toBe(404);
  });

  it('gives the figures of the CRM to nobody outside, and those of the queues to its status port', async () => {
    const hidden = [
      '/queuez',
      '/queuez?a',
      '/queuez/',
      '/queuez;a',
      '/%71ueuez',
      '//queuez',
      '/static/../queuez',
    ];
    for (const path of [...hidden, '/webhookz'])
      for (const server of [tls(), balanced()])
        expect([path, (await ask(server, path)).status]).toEqual([path, 404]);
    const figures = await ask({ port: vm('plain').port(8082) }, '/.vm/queues');
    expect(JSON.parse(String(figures.body))).toHaveProperty('answer');
    expect((await ask({ port: vm('plain').port(8082) }, '/webhookz')).status).toBe(404);
    expect(JSON.parse(String((await ask(tls(), '/queuezest')).body))).toHaveProperty('answer'); // another name
  });

  describe('its rate limit', () => {
    const from = (address: string) => [`X-Forwarded-For: ${address}`];
    const many = (count: number, line: string, headers: (i: number) => string[]) =>
      Array.from({ length: count }, (_, i) => ({ line, headers: headers(i) }));
    const [work, logIn] = ['GET /api/customers', 'POST /api/auth/login'];
    type Answers = Awaited<ReturnType<typeof flood>>;
    const withStatus = (answers: Answers, status: number) => answers.filter((one) => one.status === status);

    it('lets one address do what 2,000 users do together, log-in waves included', async () => {
      for (const requests of [
        many(900, work, () => from('10.1.0.1')),
        many(190, logIn, () => from('10.1.0.1')),
      ])
        expect(withStatus(await flood(balanced(), requests), 200)).toHaveLength(requests.length);
    });

    it('refuses a flood in JSON and counts it, and nobody else is refused', async () => {
      let answers: Answers = [];
      const totals = await counted(async () => {
        answers = await flood(
          balanced(),
          many(20_000, work, () => from('10.1.0.2')),
        );
        const other = await ask(balanced(), '/api/customers', { headers: { 'x-forwarded-for': '10.1.0.3' } });
        expect(other.status).toBe(200);
      });
      const [passed, refused] = [withStatus(answers, 200), withStatus(answers, 429)];
      expect(passed.length + refused.length).toBe(20_000);
      expect(passed.length).toBeGreaterThan(1000);
      expect(totals).toEqual({ api: passed.length + 1, limited: refused.length });
      const [head = '', body = ''] = (refused[0]?.text ?? '').split('\r\n\r\n');
      expect(head).toContain('\r\nRetry-After: 1');
      expect(head).toContain('\r\nContent-Type: application/json');
      expect(JSON.parse(body)).toEqual({ error: expect.stringContaining('too many requests') });
    });

    it('holds log-ins closer, and believes nobody but a balancer about addresses', async () => {
      const pretend = (i: number) => from(`10.2.${i >> 8}.${i & 255}`);
      const answers = await flood(tls(), many(1500, logIn, pretend));
      expect(withStatus(answers, 429).length).toBeGreaterThan(0);
      const fromMany = await flood(balanced(), many(1500, logIn, pretend));
      expect(withStatus(fromMany, 200)).toHaveLength(1500);
    });
  });
});
