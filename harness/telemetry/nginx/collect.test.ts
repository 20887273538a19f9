import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Scene } from '../collector.ts';
import nginx, { readingOf } from './collect.ts';

const window = { loadFromMs: 0, fromMs: 2000, toMs: 8000 };
const status = `Active connections: 7 
server accepts handled requests
 16 16 31 
Reading: 0 Writing: 1 Waiting: 6 
`;
const counts = 'cache_hit\t30\ncache_miss\t10\ncache_other\t2\nlimited\t5\nstatic\t42\napi\t100\nother\t8\n';

describe('Nginx', () => {
  const reading = readingOf(status, counts);

  it('reads both pages, and throws where a figure is missing', () => {
    expect(reading).toEqual({
      ...{ connections: 7, cache_hit: 30, cache_miss: 10, cache_other: 2 },
      ...{ limited: 5, static: 42, api: 100, other: 8 },
    });
    expect(() => readingOf('<html>404</html>', counts)).toThrow('connections');
    expect(() => readingOf(status, counts.replace('limited\t5\n', ''))).toThrow('limited');
    expect(() => readingOf(status, counts.replace('5', 'nil'))).toThrow('limited');
  });

  it('counts each request once, and the hit rate of what may be cached', () => {
    const grown = (s: number) => ({
      ...reading,
      ...{ connections: s, cache_hit: 30 + s * 3, cache_miss: 10 + s, cache_other: 2 + s },
      ...{ limited: 5 + s, static: 42 + s * 5, api: 100 + s * 10, other: 8 + s },
    });
    const { servers } = nginx.reduce(
      Array.from({ length: 11 }, (_, s) => ({ atMs: s * 1000, reading: { cdn: { told: grown(s) } } })),
      null,
      window,
    );
    expect(servers).toEqual([
      {
        ...{ vm: 'cdn', requests: 102, static: 30, api: 60, connectionsMax: 8, limited: 6 },
        ...{ cacheHits: 18, cacheMisses: 6, cacheOther: 6, cacheHitRatio: 0.75, observations: 7 },
      },
    ]);
  });

  it('has no hit rate where nothing was asked for that may be cached', () => {
    const idle = Array.from({ length: 11 }, (_, s) => ({
      atMs: s * 1000,
      reading: { cdn: { told: reading } },
    }));
    const [server] = nginx.reduce(idle, null, window).servers;
    expect(server).toMatchObject({ requests: 0, cacheHitRatio: null });
  });

  describe('over HTTP', () => {
    const pages: Record<string, string> = { '/.vm/status': status, '/.vm/counts': counts };
    const http = createServer((request, response) => {
      const page = pages[request.url ?? ''];
      response.writeHead(page === undefined ? 404 : 200).end(page);
    });
    let port: number;
    const sceneOf = (roles: string[]) =>
      ({ level: { vms: [{ name: 'one', roles, port: () => port }] } }) as unknown as Scene;
    beforeAll(async () => {
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      port = (http.address() as AddressInfo).port;
    });
    afterAll(() => void http.close());

    it('asks a CDN as it asks a VM with the role nginx, and goes on after a failure', async () => {
      const source = await nginx.open(sceneOf(['cdn', 'exporters']));
      expect(await source.read()).toEqual({ one: { told: reading } });
      delete pages['/.vm/counts'];
      await expect(source.read()).rejects.toThrow('one: GET /.vm/counts answers 404');
      http.closeAllConnections();
      pages['/.vm/counts'] = counts;
      await vi.waitFor(async () => expect(await source.read()).toEqual({ one: { told: reading } }));
      await source.close();
    });

    it('goes on without a VM whose port is not published', async () => {
      const scene = sceneOf(['nginx']);
      const hidden = {
        ...{ name: 'two', roles: ['nginx'] },
        port: () => {
          throw new Error('No port binding found for :8082/tcp');
        },
      };
      Object.assign(scene.level, { vms: [...scene.level.vms, hidden] });
      const source = await nginx.open(scene);
      expect(await source.read()).toEqual({
        ...{ one: { told: reading }, two: { failed: 'No port binding found for :8082/tcp' } },
      });
      await source.close();
    });

    it('applies only where there is one', () => {
      const applies = (...roles: string[]) => nginx.applies?.(sceneOf(roles).level);
      expect([applies('nginx'), applies('cdn'), applies('postgres')]).toEqual([true, true, false]);
    });
  });
});
