import { describe, expect, it } from 'vitest';
import { wahaSchema } from '../../core/evidence/outside.ts';
import type { Scene } from '../collector.ts';
import waha, { readingOf } from './collect.ts';

const totals = {
  ...{ received: 100, accepted: 90, refused: 10, open: 0, sent: 88, doubled: 2, misanswered: 3 },
  ...{ webhooksDelivered: 264, webhooksRetried: 4, webhooksGivenUp: 0, webhooksDropped: 6 },
};
const window = { loadFromMs: 0, fromMs: 5000, toMs: 15_000 };

describe('the ledger of WAHA', () => {
  it('reads its totals, whatever else it has, and throws where one is missing', () => {
    const webhooks = { delivered: 264, retried: 4, givenUp: 0, dropped: 6, answered: { 200: 264 } };
    const all = {
      ...{ received: 100, accepted: 90, refused: { 422: 7, 429: 3 }, open: 0, sent: 88, doubled: 2 },
      ...{ misanswered: { 500: 2, cut: 1 }, webhooks },
    };
    const told = (more: object) => readingOf(JSON.stringify({ all: { ...all, ...more }, sessions: {} }));
    expect(told({ inbound: 5 })).toEqual(totals);
    expect(() => told({ doubled: undefined })).toThrow('all.doubled');
    expect(() => told({ refused: { 422: -1 } })).toThrow('all.refused.422');
    expect(() => readingOf('{}')).toThrow('does not tell all');
  });

  it('counts what grew, and does not observe one that began anew', () => {
    const at = (n: number) => ({ told: { ...totals, accepted: 90 + n * 50, doubled: 1 + n, open: 9 - n } });
    const reset = [at(0), at(1), { told: { ...totals, received: 3 } }, at(3)];
    const data = waha.reduce(
      [0, 1, 2, 3].map((i) => ({
        atMs: i * 5000,
        reading: { 'waha-1': at(i), 'waha-2': reset[i] as ReturnType<typeof at> },
      })),
      null,
      window,
    );
    expect(wahaSchema.parse(data)).toEqual(data);
    expect(data.servers).toMatchObject([{ vm: 'waha-1', accepted: 100, doubled: 2, refused: 0, open: 6 }]);
    expect(data.notObserved).toEqual([
      { vm: 'waha-2', reason: 'a counter ran backwards: its source restarted' },
    ]);
  });

  it('observes none that never answered', () => {
    const silent = { 'waha-1': { failed: 'connect ECONNREFUSED' } };
    const readings = [0, 1, 2, 3].map((i) => ({ atMs: i * 5000, reading: silent }));
    expect(() => waha.reduce(readings, null, window)).toThrow(
      'waha-1: no readings around the window (last failed reading: connect ECONNREFUSED)',
    );
  });

  it('applies to stand-ins only, never to a WAHA of the user', () => {
    const applies = (owner?: string, role = 'waha') =>
      waha.applies?.({ vms: [{ roles: [role], owner }] } as unknown as Scene['level']);
    expect([applies('project'), applies('user'), applies('project', 'app')]).toEqual([true, false, false]);
  });
});
