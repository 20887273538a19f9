import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nowMs, sleep } from '../../host/clock.ts';
import { type Collector, defineCollector, type Scene } from '../collector.ts';
import { observe } from '../observe.ts';
import { costOf } from './collect.ts';

const window = { loadFromMs: 0, fromMs: 2000, toMs: 8000 };
const cost = (change = {}) => ({ readings: 1, failed: 0, totalMs: 4, maxMs: 4, ...change });

describe('what observing cost', () => {
  const telemetry = costOf([]);
  const every = (costs: (s: number) => Record<string, ReturnType<typeof cost>>) =>
    Array.from({ length: 11 }, (_, s) => ({
      atMs: s * 1000,
      reading: { cpuSeconds: 7 + s * 0.03, costs: costs(s) },
    }));

  it('adds up the readings of the window, failed ones too', () => {
    const data = telemetry.reduce(
      every((s) => ({
        redis: s === 5 ? cost({ failed: 1, totalMs: 11, maxMs: 11 }) : cost(),
        // a dear one before the window does not count
        mail: s === 1 ? cost({ totalMs: 900, maxMs: 900 }) : cost({ readings: 0, totalMs: 0, maxMs: 0 }),
      })),
      null,
      window,
    );
    expect(data.collectors).toEqual([
      { id: 'redis', readings: 7, failed: 1, meanMs: 5, maxMs: 11 },
      { id: 'mail', readings: 0, failed: 0, meanMs: null, maxMs: null },
    ]);
    expect(data.cpuRatio).toBeCloseTo(0.03);
  });

  it('throws where nothing was read in the window', () => {
    expect(() => telemetry.reduce([], null, window)).toThrow('no reading in the window');
  });
});

describe('an observation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'observe-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const collectorOf = (read: () => Promise<number>): Collector<'mail', number, null> =>
    defineCollector<'mail', number, null>({
      id: 'mail',
      source: 'a test',
      everyMs: 20,
      open: async () => ({ read, facts: async () => null, close: async () => {} }),
      reduce: (readings) => ({ vm: 'x', queuedMax: 0, delivered: 0, observations: readings.length }),
    });

  it('reads at the collector’s pace, and tells what that cost once', async () => {
    let reads = 0;
    const observation = await observe(
      collectorOf(async () => {
        reads += 1;
        if (reads === 2) throw new Error('away');
        await sleep(5);
        return reads;
      }),
      {} as Scene,
      folder,
    );
    const until = nowMs() + 5000;
    while (reads < 4 && nowMs() < until) await sleep(5);
    const evidence = await observation.finish({ loadFromMs: 0, fromMs: 0, toMs: 1 });
    const { readings, failed, totalMs, maxMs } = observation.cost();
    expect([readings, failed]).toEqual([reads, 1]);
    expect(readings).toBeGreaterThanOrEqual(5);
    expect(totalMs).toBeGreaterThan(4 * (readings - 1));
    expect(maxMs).toBeLessThan(totalMs);
    expect(evidence).toMatchObject({ status: 'observed', data: { observations: reads - 1 } });
    expect(observation.cost()).toEqual({ readings: 0, failed: 0, totalMs: 0, maxMs: 0 });
  });

  it('of a source that cannot be opened costs nothing and says why', async () => {
    const broken = { ...collectorOf(async () => 1), open: () => Promise.reject(new Error('no port')) };
    const observation = await observe(broken, {} as Scene, folder);
    expect(observation.cost().readings).toBe(0);
    expect(await observation.finish(null)).toMatchObject({ reason: 'could not be opened: no port' });
  });
});
