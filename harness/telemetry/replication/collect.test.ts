import { describe, expect, it } from 'vitest';
import replication from './collect.ts';

const window = { loadFromMs: 0, fromMs: 2000, toMs: 8000 };
const facts = { replicas: ['replica-1', 'replica-2'] };
type Standby = Parameters<typeof replication.reduce>[0][number]['reading']['standbys'][number];
const standby = (change: Partial<Standby> & { at?: number }): Standby => {
  const { at = 0, ...rest } = change;
  return {
    ...{ name: 'replica-1', state: 'streaming', written: at, flushed: at, replayed: at },
    ...{ writeLagMs: 1, flushLagMs: 2, replayLagMs: 3, ...rest },
  };
};
/** A reading a second from 0 to 10. */
const every = (current: (s: number) => number, standbys: (s: number) => Standby[]) =>
  Array.from({ length: 11 }, (_, s) => ({
    atMs: s * 1000,
    reading: { current: current(s), standbys: standbys(s) },
  }));
const reduced = (...from: Parameters<typeof every>) => replication.reduce(every(...from), facts, window);

describe('replication', () => {
  it('takes the lags that PostgreSQL measured while something was written', () => {
    const { replicas } = reduced(
      (s) => s * 100,
      (s) => [standby({ at: s * 100, replayLagMs: s === 5 ? 40 : 3 })],
    );
    expect(replicas[0]).toMatchObject({
      ...{ vm: 'replica-1', streamingRatio: 1, lagMaxMs: 40, writeLagMaxMs: 1, flushLagMaxMs: 2 },
      ...{ lagBytesMax: 0, observations: 7 },
    });
    expect(replicas[0]?.seconds).toHaveLength(7);
  });

  it('knows no lag where nothing is written, whatever PostgreSQL goes on showing', () => {
    const idle = reduced(
      () => 500,
      () => [standby({ at: 500, replayLagMs: 900 })],
    );
    expect(idle.replicas[0]).toMatchObject({ lagMaxMs: null, writeLagMaxMs: null, lagBytesMax: 0 });
    const never = reduced(
      () => 500,
      () => [standby({ at: 500, replayLagMs: null, writeLagMs: null, flushLagMs: null })],
    );
    expect(never.replicas[0]).toMatchObject({ lagMaxMs: null, flushLagMaxMs: null });
  });

  it('sees a replica that no longer replays by the age of what it has not, though the shown lag stays small', () => {
    const stuck = reduced(
      (s) => (s < 3 ? 500 : 900),
      () => [standby({ at: 500, replayLagMs: 0.4 })],
    );
    // there from second 3 on, the window ends at 8
    expect(stuck.replicas[0]).toMatchObject({ lagMaxMs: 5000, lagBytesMax: 400, streamingRatio: 1 });
    expect(stuck.replicas[0]?.seconds.slice(0, 3)).toEqual([
      { t: 2, lagMs: null, lagBytes: 0 },
      { t: 3, lagMs: 0, lagBytes: 400 },
      { t: 4, lagMs: 1000, lagBytes: 400 },
    ]);
  });

  it('never makes a second of a lag that is shorter than the time between two readings', () => {
    const close = reduced(
      (s) => s * 100,
      (s) => [standby({ at: s * 100 - 10 })],
    );
    expect(close.replicas[0]).toMatchObject({ lagMaxMs: 3, lagBytesMax: 10 });
  });

  it('counts a missing row, and one that only catches up, as not streaming', () => {
    const { replicas } = reduced(
      () => 500,
      (s) => {
        if (s < 4) return [];
        return [standby({ at: 500, state: s < 6 ? 'catchup' : 'streaming' })];
      },
    );
    expect(replicas[0]).toMatchObject({ streamingRatio: 3 / 7, observations: 7 });
    expect(replicas[1]).toEqual({
      ...{ vm: 'replica-2', streamingRatio: 0, lagMaxMs: null, writeLagMaxMs: null, flushLagMaxMs: null },
      ...{ lagBytesMax: null, observations: 7, seconds: [] },
    });
  });

  it('prefers the connection that streams where a replica is listed twice', () => {
    const { replicas } = reduced(
      () => 500,
      () => [standby({ at: 100, state: 'backup' }), standby({ at: 500 })],
    );
    expect(replicas[0]).toMatchObject({ streamingRatio: 1, lagBytesMax: 0 });
  });

  it('throws where nothing was read in the window', () => {
    expect(() => replication.reduce([], facts, window)).toThrow('no reading in the window');
  });
});
