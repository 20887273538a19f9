import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { telephonySchema } from '../../core/evidence/outside.ts';
import type { Scene } from '../collector.ts';
import telephony, { readingOf } from './collect.ts';

const window = { loadFromMs: 0, fromMs: 5000, toMs: 15_000 };

describe('the counters of a telephone system', () => {
  it('takes every number by its name, and throws where there is none', () => {
    expect(readingOf('{"setUp":4,"talking":2,"state":"up","at":null}')).toEqual({ setUp: 4, talking: 2 });
    expect(() => readingOf('{"state":"up"}')).toThrow('no counter');
    expect(() => readingOf('null')).toThrow('no counter');
    expect(() => readingOf('<html>')).toThrow();
  });

  it('tells what grew, and of what falls only how high it was', () => {
    const talking = [0, 40, 50, 10];
    const data = telephony.reduce(
      talking.map((calls, i) => ({
        atMs: i * 5000,
        reading: { telephony: { told: { setUp: i * 30, talking: calls } } },
      })),
      null,
      window,
    );
    expect(telephonySchema.parse(data)).toEqual(data);
    expect(data.systems).toEqual([
      {
        ...{ vm: 'telephony', observations: 4 },
        counters: [
          { name: 'setUp', grown: 60, max: 90 },
          { name: 'talking', grown: null, max: 50 },
        ],
      },
    ]);
    expect(() => telephony.reduce([], null, window)).toThrow('no readings');
  });

  describe('over HTTP', () => {
    const http = createServer((request, response) => {
      response.writeHead(request.url === '/counters' ? 200 : 404).end('{"setUp":7}');
    });
    beforeAll(() => new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve)));
    afterAll(() => void http.close());

    it('asks the stand-ins alone, on the port that they are administered on', async () => {
      const asked: number[] = [];
      const vm = (name: string, owner: string) => ({
        ...{ name, owner, roles: ['telephony'] },
        port(inside: number) {
          asked.push(inside);
          return (http.address() as AddressInfo).port;
        },
      });
      const level = { vms: [vm('telephony-1', 'project'), vm('telephony-2', 'user')] };
      const source = await telephony.open({ level } as unknown as Scene);
      expect(await source.read()).toEqual({ 'telephony-1': { told: { setUp: 7 } } });
      await source.close();
      expect(asked).toEqual([8089]);
    });
  });
});
