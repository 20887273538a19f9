import { afterEach, expect, it, vi } from 'vitest';
import { createLedger } from './ledger.ts';

afterEach(() => void vi.useRealTimers());

function fakeRedis() {
  const hash = new Map<string, number>();
  const redis = {
    away: false,
    calls: 0,
    async eval(script: string, _keys: number, _key: string, ...args: (string | number)[]) {
      redis.calls++;
      if (redis.away) throw new Error('Connection is closed.');
      if (script.includes('HGETALL')) return [...hash].flatMap(([name, count]) => [name, String(count)]);
      for (let i = 0; i < args.length; i += 2)
        hash.set(String(args[i]), (hash.get(String(args[i])) ?? 0) + Number(args[i + 1]));
      return null;
    },
  };
  return redis;
}

it('a flood of forgeries is one line and one write each time', async () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  const redis = fakeRedis();
  const ledger = createLedger(redis as never, (line) => lines.push(line));
  for (let i = 0; i < 100_000; i++) ledger.count('shopify', 'signature', 'sarkar');
  for (let i = 0; i < 10; i++) ledger.count('unknown', 'address', null);
  ledger.count('stripe', 'accepted', 'sarkar');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual(['webhooks refused: shopify of sarkar (signature) 100000, unknown (address) 10']);
  expect(redis.calls).toBe(1);
  await ledger.close();
});

it('keeps its counts while Redis is away', async () => {
  const redis = fakeRedis();
  const ledger = createLedger(redis as never, () => {});
  redis.away = true;
  ledger.count('stripe', 'accepted', 'sarkar');
  await expect(ledger.read()).rejects.toThrow();
  redis.away = false;
  ledger.count('stripe', 'accepted', 'sarkar');
  ledger.count('stripe', 'late', 'sarkar');
  expect(await ledger.read()).toEqual([
    { source: 'stripe', outcome: 'accepted', count: 2 },
    { source: 'stripe', outcome: 'late', count: 1 },
  ]);
  await ledger.close();
});
