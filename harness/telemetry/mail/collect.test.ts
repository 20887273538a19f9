import { describe, expect, it } from 'vitest';
import mail, { readingOf } from './collect.ts';

const facts = { vm: 'app-1' };
const every10s = (...counts: [queued: number, delivered: number][]) =>
  counts.map(([queued, delivered], i) => ({ atMs: i * 10_000, reading: { queued, delivered } }));

describe('mail', () => {
  it('reads what the mail role counts, and throws where a count is missing', () => {
    expect(readingOf('queued\t3\ndelivered\t1200\n')).toEqual({ queued: 3, delivered: 1200 });
    expect(() => readingOf('queued\t3\n')).toThrow('delivered');
    expect(() => readingOf('queued\t\ndelivered\t2')).toThrow('queued');
  });

  it('delivers what grew over the window, which need not hold a reading of its own', () => {
    const readings = every10s([0, 100], [4, 200], [2, 300], [50, 900]);
    const short = { loadFromMs: 0, fromMs: 12_000, toMs: 17_000 };
    expect(mail.reduce(readings, facts, short)).toEqual({
      ...{ vm: 'app-1', delivered: 50, queuedMax: 4, observations: 2 },
    });
  });

  it('does not guess where the mail server restarted or was not read', () => {
    const window = { loadFromMs: 0, fromMs: 5000, toMs: 15_000 };
    expect(() => mail.reduce(every10s([0, 100], [0, 3], [0, 9]), facts, window)).toThrow('restarted');
    expect(() => mail.reduce(every10s([0, 100]), facts, window)).toThrow('no readings around the window');
    expect(() => mail.reduce([], facts, window)).toThrow('no readings');
  });
});
