import { describe, expect, it } from 'vitest';
import { controlGroupOf, counted } from './control-group.ts';

const first = {
  cpuNs: '48211946183\n',
  cpuStat: 'nr_periods 812\nnr_throttled 7\nthrottled_time 41201230\n',
  usage: '173015040\n',
  memoryStat: 'cache 9000000\ninactive_file 1\ntotal_inactive_file 8015040\n',
  oom: 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
};
const second = {
  cpuNs: null,
  cpuStat: 'usage_usec 48211946\nuser_usec 1\nnr_periods 812\nnr_throttled 7\n',
  usage: '173015040\n',
  memoryStat: 'anon 1\ninactive_file 8015040\n',
  oom: 'low 0\noom 1\noom_kill 2\n',
};

describe('the files of a control group', () => {
  it('tell the same in both versions', () => {
    const rest = { periods: 812, throttled: 7, memoryBytes: 165_000_000, oomKills: 2 };
    expect(counted(first)).toEqual({ cpuNs: 48_211_946_183, ...rest });
    expect(counted(second)).toEqual({ cpuNs: 48_211_946_000, ...rest });
  });

  it('tell nothing where one is missing or holds no number, so that the engine is asked', () => {
    for (const absent of ['cpuStat', 'usage', 'memoryStat', 'oom'] as const)
      expect(counted({ ...first, [absent]: null }), absent).toBeNull();
    expect(counted({ ...first, cpuNs: 'nonsense' })).toBeNull();
    expect(counted({ ...second, cpuStat: 'nr_periods 1\n' })).toBeNull();
    expect(counted({ ...second, cpuStat: 'usage_usec 5\n' })).toBeNull();
    expect(counted({ ...second, oom: 'low 0\n' })).toBeNull();
  });

  it('are not taken for those of a container that the process does not belong to', () => {
    expect(controlGroupOf('no-such-container', process.pid)).toBeNull();
    expect(controlGroupOf('x', 2 ** 22 + 1)).toBeNull();
  });
});
