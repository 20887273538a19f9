import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from './random.ts';

function moments(draw: () => number, n = 60_000) {
  const values = Array.from({ length: n }, draw);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
  return { mean, scv: variance / mean ** 2 };
}

describe('seeded streams', () => {
  it('give the same values for the same seed and name, others for others', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (seed, name, other) => {
        const draw = (of: string, from = seed) => {
          const random = stream(from, of);
          return Array.from({ length: 20 }, () => random.int(0, 1_000_000));
        };
        expect(draw(name)).toEqual(draw(name));
        expect(draw(name, seed + 1)).not.toEqual(draw(name));
        if (other !== name) expect(draw(other)).not.toEqual(draw(name));
      }),
    );
  });

  it('are pinned: a change of algorithm would change every recorded workload', () => {
    const random = stream(42, 'pinned');
    expect([random.int(0, 999), random.int(0, 999), random.int(0, 999)]).toMatchInlineSnapshot(`
      [
        47,
        314,
        494,
      ]
    `);
    expect(Math.round(random.logNormal(1000, 1))).toMatchInlineSnapshot(`1125`);
  });

  it('keep to their ranges', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, from, span) => {
        const random = stream(seed, 'range');
        const value = random.int(from, from + span);
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(from + span);
        const u = random.float();
        expect(u >= 0 && u < 1).toBe(true);
        expect(random.pick([1, 2, 3])).toBeTypeOf('number');
        expect(random.pick([])).toBeUndefined();
      }),
    );
  });

  it('draw distributions with the moments they are asked for', () => {
    const random = stream(7, 'moments');
    const uniform = moments(() => random.float());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.scv).toBeCloseTo(1 / 3, 2);
    const exponential = moments(() => random.exponential(20));
    expect(exponential.mean / 20).toBeCloseTo(1, 1);
    expect(Math.abs(exponential.scv - 1)).toBeLessThan(0.05);
    const logNormal = moments(() => random.logNormal(20, 1));
    expect(Math.abs(logNormal.mean / 20 - 1)).toBeLessThan(0.02);
    expect(Math.abs(logNormal.scv - 1)).toBeLessThan(0.15);
  });

  it('choose in proportion to weight', () => {
    const random = stream(3, 'weights');
    const items = [
      { id: 'a', weight: 6 },
      { id: 'b', weight: 3 },
      { id: 'c', weight: 1 },
    ];
    const drawn = Array.from({ length: 20_000 }, () => random.weighted(items).id);
    for (const { id, weight } of items)
      expect(drawn.filter((seen) => seen === id).length / drawn.length).toBeCloseTo(weight / 10, 1);
    expect(() => random.weighted([])).toThrow();
  });
});
