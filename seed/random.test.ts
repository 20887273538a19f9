import { describe, expect, it } from 'vitest';
import { stream } from './random.ts';

const ten = (name: string, seed = 1) =>
  Array.from({ length: 10 }, (_, row) => stream(seed, name)(row).float());

describe('stream', () => {
  it('gives a row the same values each time, in any order', () => {
    const orders = stream(7, 'orders');
    const fifth = orders(5).float();
    orders(0).float();
    expect(orders(5).float()).toBe(fifth);
  });

  it('differs between tables, seeds and rows', () => {
    const values = [...ten('orders'), ...ten('leads'), ...ten('orders', 2)];
    expect(new Set(values).size).toBe(30);
  });

  it('is uniform enough over rows: mean of first draws near a half, tenths evenly filled', () => {
    const rows = stream(3, 'customers');
    const tenths = new Array<number>(10).fill(0);
    let sum = 0;
    for (let row = 0; row < 20_000; row++) {
      const value = rows(row).float();
      sum += value;
      const tenth = Math.floor(value * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(sum / 20_000).toBeCloseTo(0.5, 1);
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(250);
  });

  it('keeps whole numbers within both ends', () => {
    const draw = stream(1, 'any')(0);
    const values = Array.from({ length: 200 }, () => draw.int(3, 5));
    expect(new Set(values)).toEqual(new Set([3, 4, 5]));
  });
});
