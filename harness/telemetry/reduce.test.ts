import { describe, expect, it } from 'vitest';
import { redisSchema } from '../core/evidence/infrastructure.ts';
import containers from './containers/collect.ts';
import host from './host/collect.ts';
import postgres, { afterLoss, together } from './postgres/collect.ts';
import redis from './redis/collect.ts';
import { ownSlots, parseInfo, type Told } from './redis/node.ts';
import { counting, together as redisTogether } from './redis/together.ts';

const window = { loadFromMs: 0, fromMs: 5000, toMs: 15_000 };
const every = <T>(reading: (s: number) => T) =>
  Array.from({ length: 21 }, (_, s) => ({ atMs: s * 1000, reading: reading(s) }));

describe('containers', () => {
  const facts = [{ vm: 'app', grantedVCpu: 2, memoryLimitBytes: 1000, lost: false }];
  const reading = (s: number) => ({
    app: {
      cpuNs: s * 0.5e9,
      periods: s * 10,
      throttled: s * 2,
      memoryBytes: 100 + s,
      restarts: 0,
      startedAt: 'x',
      oomKilled: false,
    },
  });

  it('relates CPU to the granted cores and keeps the largest memory of the window', () => {
    const vm = containers.reduce(every(reading), facts, window).vms[0];
    expect(vm).toMatchObject({
      cpuRatio: 0.25,
      cpuSeconds: 5,
      throttledRatio: 0.2,
      memoryMaxBytes: 115,
      restarted: false,
    });
    expect(vm?.cpuRatioBatches).toHaveLength(10);
    expect(vm?.cpuRatioWorst10s).toBeCloseTo(0.25);
  });

  it('sees a restart and an OOM kill', () => {
    const again = every((s) => ({
      app: { ...reading(s).app, startedAt: s > 8 ? 'y' : 'x', oomKilled: s > 8 },
    }));
    expect(containers.reduce(again, facts, window).vms[0]).toMatchObject({
      restarted: true,
      oomKilled: true,
    });
  });

  it('of a VM that was lost, tells what it did until then and not more', () => {
    const lost = [{ ...(facts[0] as (typeof facts)[0]), lost: true }];
    const until = (s: number) => every(reading).slice(0, s + 1);
    expect(containers.reduce(until(9), lost, window).vms[0]).toMatchObject({
      ...{ cpuSeconds: 2, cpuRatio: 0.25, memoryMaxBytes: 109, observations: 5, restarted: false },
    });
    expect(containers.reduce(until(3), lost, window).vms).toEqual([]);
    // silent for the rest of the window, and not lost: no figure
    expect(() => containers.reduce(until(9), facts, window)).toThrow('no readings around the window');
  });

  it('sees that a VM that was lost has come back', () => {
    const lost = [{ ...(facts[0] as (typeof facts)[0]), lost: true }];
    const again = every((s) => ({ app: { ...reading(s % 10).app, startedAt: s > 9 ? 'y' : 'x' } }));
    expect(containers.reduce(again, lost, window).vms[0]).toMatchObject({ restarted: true, observations: 5 });
    const before = every((s) => ({ app: { ...reading(s).app, startedAt: s > 3 ? 'y' : 'x' } }));
    expect(() => containers.reduce(before, lost, window)).toThrow('no reading of VM app');
  });

  it('throws where a VM was not read', () => {
    expect(() => containers.reduce([], facts, window)).toThrow('no reading of VM app');
  });
});

describe('postgres', () => {
  const facts = { version: '15.1', maxConnections: 120, texts: { a: 'select 1 from customers' } };
  const reading = (s: number) => ({
    connections: 10 + (s === 9 ? 5 : 0),
    activeQueries: 1,
    hits: s * 90,
    reads: s * 10,
    commits: s * 3,
    rollbacks: 0,
    deadlocks: 0,
    databaseBytes: 1e6,
    statements: { a: [s * 4, s * 20], ...(s > 7 ? { late: [s - 7, (s - 7) * 100] } : {}) } as Record<
      string,
      [number, number]
    >,
  });

  it('takes the mean from deltas over the window, late statements included', () => {
    const data = postgres.reduce(every(reading), facts, window);
    expect(data.calls).toBe(48);
    expect(data.meanExecMs).toBeCloseTo((200 + 800) / 48);
    expect(data.connectionsMax).toBe(15);
    expect(data.bufferHitRatio).toBeCloseTo(0.9);
    expect(data.slowest.map((s) => s.query)).toEqual(['query late', 'select 1 from customers']);
    expect(data.meanExecMsBatches).toHaveLength(10);
  });

  it('adds replicas to the primary: work in sum, connections of the fullest, size of the primary', () => {
    const primary = { ...reading(5), connections: 7 };
    const replica = {
      ...{ ...reading(3), connections: 40, databaseBytes: 9e9 },
      statements: { a: [1, 2], b: [3, 4] } as Record<string, [number, number]>,
    };
    expect(together([primary])).toEqual(primary);
    expect(together([primary, replica])).toMatchObject({
      ...{ connections: 40, hits: 720, commits: 24, databaseBytes: 1e6, activeQueries: 2 },
      statements: { a: [21, 102], b: [3, 4] },
    });
  });

  it('keeps what a lost replica had done, so that the sum of the servers does not run backwards', () => {
    const lost = (s: number) => together([reading(s), afterLoss(reading(Math.min(s, 9)))]);
    const data = postgres.reduce(every(lost), facts, window);
    // the primary's ten seconds, and the replica's four
    expect(data.commits).toBe((10 + 4) * 3);
    expect(lost(12)).toMatchObject({ connections: reading(12).connections, activeQueries: 1 });
  });

  it('a database that gives files back has not restarted', () => {
    const shrinking = every((s) => ({ ...reading(s), databaseBytes: 1e6 - s * 7000 }));
    expect(postgres.reduce(shrinking, facts, window).databaseBytes).toBe(1e6 - 15 * 7000);
  });

  it('has no mean without calls', () => {
    const idle = every((s) => ({ ...reading(s), statements: {} }));
    expect(postgres.reduce(idle, facts, window)).toMatchObject({
      calls: 0,
      meanExecMs: null,
      meanExecMsBatches: [],
    });
  });
});

describe('redis', () => {
  const facts = { version: '7.0', appendOnly: true };
  const reading = (s: number) => ({
    hits: s * 8,
    misses: s * 2,
    usedMemoryBytes: 5,
    maxMemoryBytes: 9,
    evicted: 0,
    commands: s * 30,
  });

  it('takes the hit ratio from the window alone', () => {
    const data = redis.reduce(every(reading), facts, window);
    expect(data).toMatchObject({ hits: 80, misses: 20, hitRatio: 0.8, appendOnly: true });
    expect(data.batches.reduce((sum, [h]) => sum + h, 0)).toBe(80);
    expect(data.seconds[0]?.opsPerS).toBe(30);
  });

  it('has no ratio where nothing was asked for', () => {
    expect(
      redis.reduce(
        every((s) => ({ ...reading(s), hits: 7, misses: 1 })),
        facts,
        window,
      ).hitRatio,
    ).toBeNull();
  });

  const told = (s: number, more: Partial<Told> = {}): Told => ({
    ...{ runId: 'first', hits: s * 8, misses: s * 2, usedMemoryBytes: 5, maxMemoryBytes: 9 },
    ...{ evicted: s, commands: s * 30, slots: 5461, ...more },
  });

  it('adds the nodes of a cluster up, and tells what each did', () => {
    const counts = ['redis-1', 'redis-2', 'redis-3'].map(counting);
    const data = redis.reduce(
      every((s) =>
        redisTogether(
          counts.map((count, i) => count(told(s * (i + 1), { slots: 5461 + (i === 2 ? 1 : 0) }))),
        ),
      ),
      facts,
      window,
    );
    expect(data).toMatchObject({ hits: 480, misses: 120, hitRatio: 0.8, evictedKeys: 60 });
    expect(data).toMatchObject({ usedMemoryMaxBytes: 15, maxMemoryBytes: 27, slotsCoveredMin: 16384 });
    expect(data.nodes.map(({ vm, commands, slots }) => [vm, commands, slots])).toEqual([
      ['redis-1', 300, 5461],
      ['redis-2', 600, 5461],
      ['redis-3', 900, 5462],
    ]);
    expect(data.seconds[0]?.opsPerS).toBe(180);
  });

  it('counts on over the loss of a node, whose slots are then not covered, and over its return', () => {
    const counts = [counting('redis-1'), counting('redis-2')];
    // lost from second 8 to 10, then counting from 0 again
    const second = (s: number) => (s < 8 ? told(s) : s < 11 ? null : told(s - 11, { runId: 'second' }));
    const data = redis.reduce(
      every((s) => redisTogether([counts[0]?.(told(s)), counts[1]?.(second(s))].flatMap((one) => one ?? []))),
      facts,
      window,
    );
    expect(data.slotsCoveredMin).toBe(5461);
    expect(data.nodes.map(({ commands }) => commands)).toEqual([300, (7 - 5 + 15 - 11) * 30]);
    expect(data.hits).toBe(80 + 6 * 8);
  });

  it('takes a lone server that was started again for what it is', () => {
    const again = every((s) => reading(s < 9 ? s : s - 9));
    expect(() => redis.reduce(again, facts, window)).toThrow('ran backwards');
  });

  it('reads readings and records of before there were clusters', () => {
    const data = redis.reduce(every(reading), facts, window);
    expect(data).toMatchObject({ slotsCoveredMin: null, nodes: [] });
    const { slotsCoveredMin, nodes, ...old } = data;
    expect(redisSchema.parse(old)).toEqual(data);
  });

  it('counts the slots of the node that was asked', () => {
    const line = (flags: string, slots: string) =>
      `07c37df 172.18.0.2:6379@16379,redis-1 ${flags} - 0 1426238317 4 connected${slots}`;
    const nodes = [line('master', ' 0-5460'), line('myself,master', ' 5461 5463-5465 [93-<-2927]'), ''].join(
      '\n',
    );
    expect(ownSlots(nodes)).toBe(4);
    expect(ownSlots(line('myself,master', ''))).toBe(0);
    expect(() => ownSlots(line('master', ' 1'))).toThrow();
  });

  it('reads INFO', () => {
    const info = parseInfo('# Server\r\nredis_version:7.0.15\r\nconfig_file:/etc/a:b\r\n');
    expect([info.get('redis_version'), info.get('config_file')]).toEqual(['7.0.15', '/etc/a:b']);
  });
});

describe('host', () => {
  const facts = { cpuModel: 'x', cores: 2, memoryBytes: 8, kernel: 'k', containerEngine: 'e' };
  it('gives steal as a share of all CPU time, its worst ten seconds too', () => {
    const data = host.reduce(
      every((s) => ({
        busy: s * 50,
        steal: s > 10 ? (s - 10) * 10 : 0,
        total: s * 200,
        memoryAvailableBytes: 100 - s,
      })),
      facts,
      window,
    );
    expect(data.cpuRatio).toBeCloseTo(0.25);
    expect(data.stealRatio).toBeCloseTo(0.025);
    expect(data.memoryAvailableMinBytes).toBe(85);
  });
});
