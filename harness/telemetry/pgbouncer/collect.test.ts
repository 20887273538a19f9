import { describe, expect, it } from 'vitest';
import pgbouncer, { readingOf } from './collect.ts';

const window = { loadFromMs: 0, fromMs: 2000, toMs: 8000 };
const pool = (change = {}) => ({
  ...{ database: 'crm', cl_active: 3, cl_waiting: 0, sv_active: 2, maxwait: 0, maxwait_us: 0, ...change },
});
const answers = {
  databases: [
    { name: 'crm', pool_size: 20 },
    { name: 'pgbouncer', pool_size: 2 },
  ],
  pools: [pool({ cl_waiting: 4, maxwait: 1, maxwait_us: 500_000 }), pool({ database: 'pgbouncer' })],
  stats: [
    { database: 'crm', total_xact_count: '120', total_wait_time: '6000' },
    { database: 'pgbouncer', total_xact_count: '900', total_wait_time: '0' },
  ],
};
const told = (s: number) => ({
  ...{ poolSize: 20, clients: 5 + s, waiting: s === 5 ? 9 : 0, waitMs: s === 5 ? 700 : 0, busy: 2 },
  ...{ transactions: s * 10, waitedMs: s * 5 },
});
type Readings = Parameters<typeof pgbouncer.reduce>[0];
const every = (reading: (s: number) => Readings[number]['reading']) =>
  Array.from({ length: 11 }, (_, s) => ({ atMs: s * 1000, reading: reading(s) }));

describe('PgBouncer', () => {
  it('reads the pools of the CRM without the console’s own', () => {
    expect(readingOf(answers)).toEqual({
      ...{ poolSize: 20, clients: 7, waiting: 4, waitMs: 1500, busy: 2, transactions: 120, waitedMs: 6 },
    });
  });

  it('throws where a column is missing, rather than to count it as nothing', () => {
    const without = { ...answers, stats: [{ database: 'crm', total_xact_count: '1' }] };
    expect(() => readingOf(without)).toThrow('total_wait_time');
  });

  it('keeps the largest of the window, and the mean wait of its transactions', () => {
    const { pools, notObserved } = pgbouncer.reduce(
      every((s) => ({ db: { told: told(s) } })),
      null,
      window,
    );
    expect(notObserved).toEqual([]);
    expect(pools[0]).toMatchObject({
      ...{ vm: 'db', poolSize: 20, clientsMax: 13, waitingMax: 9, waitMaxMs: 700, serversBusyMax: 2 },
      ...{ transactions: 60, waitMeanMs: 0.5, observations: 7 },
    });
  });

  it('has no mean wait where there was no transaction', () => {
    const { pools } = pgbouncer.reduce(
      every(() => ({ db: { told: told(0) } })),
      null,
      window,
    );
    expect(pools[0]).toMatchObject({ transactions: 0, waitMeanMs: null });
  });

  it('tells which PgBouncer it could not observe, and why, beside one that it could', () => {
    const restarted = (s: number) => ({ told: told(s > 5 ? s - 5 : s) });
    const { pools, notObserved } = pgbouncer.reduce(
      every((s) => ({
        db: { told: told(s) },
        'replica-1': { failed: 'refused' },
        'replica-2': restarted(s),
      })),
      null,
      window,
    );
    expect(pools.map(({ vm }) => vm)).toEqual(['db']);
    expect(notObserved).toEqual([
      { vm: 'replica-1', reason: 'no reading in the window (last failed reading: refused)' },
      { vm: 'replica-2', reason: 'a counter ran backwards: its source restarted' },
    ]);
  });

  it('throws where none was observed', () => {
    expect(() => pgbouncer.reduce([], null, window)).toThrow('no readings');
    const late = every((s) => ({ db: { told: told(s) } })).slice(9);
    expect(() => pgbouncer.reduce(late, null, window)).toThrow('db: no reading in the window');
  });
});
