import { expect, it } from 'vitest';
import { createCache } from './cache.ts';
import { answerTo } from './faults.ts';
import { openRedis, type RedisCommands } from './redis.ts';

const nobody = 'redis://:secret@127.0.0.1:1';

it.each([
  ['one Redis', nobody],
  ['a cluster', `${nobody} redis://:secret@127.0.0.1:2  redis://:secret@127.0.0.1:3`],
])(
  '%s that is not there: commands fail within their time, each as a 503, and it is not ready',
  async (_, url) => {
    const redis = openRedis(url);
    const from = performance.now();
    try {
      const asked = await Promise.allSettled([
        redis.commands.get('a'),
        redis.commands.eval('return 1', 1, 'a'),
      ]);
      for (const one of asked) {
        expect(one.status).toBe('rejected');
        expect(answerTo((one as PromiseRejectedResult).reason).status).toBe(503);
      }
      expect(performance.now() - from).toBeLessThan(2_500);
      // no queue is kept for when it comes back
      const again = performance.now();
      await expect(redis.commands.get('b')).rejects.toThrow();
      expect(performance.now() - again).toBeLessThan(1_500);
      expect(await redis.allAnswer().catch(() => false)).toBe(false);
    } finally {
      redis.close();
    }
  },
);

it('the cache asks a script for keys of one slot alone, and no two answers of a tenant share one by their tag', async () => {
  const tags: (string | undefined)[][] = [];
  const commands = {
    get: async () => null,
    eval: async (_: string, count: number, ...rest: string[]) => {
      tags.push(rest.slice(0, count).map((key) => /\{([^}]+)\}/.exec(key)?.[1]));
    },
  } as unknown as RedisCommands;
  const cache = createCache(commands);
  await cache.remember(2, 'dashboard', 30, async () => 1);
  await cache.forget(2, 'dashboard');
  await cache.forget(2, 'gold-rate');
  await cache.forget(3, 'gold-rate');
  expect(tags.map((one) => new Set(one).size)).toEqual([1, 1, 1, 1]);
  expect(tags.flat()).not.toContain(undefined);
  expect(new Set(tags.map(([tag]) => tag)).size).toBe(3);
});
