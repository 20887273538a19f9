import type Dockerode from 'dockerode';
import { type ControlGroup, controlGroupOf } from '../control-group.ts';

/** Counters of one VM. CPU in nanoseconds; the periods are those of the CPU quota. */
export interface VmReading {
  cpuNs: number;
  periods: number;
  throttled: number;
  memoryBytes: number;
  restarts: number;
  startedAt: string;
  oomKilled: boolean;
}

/** Memory that cannot be reclaimed, as `docker stats` counts it: usage less inactive page cache (cgroup v1 and v2 names). */
function heldMemory(memory: Dockerode.MemoryStats): number {
  const stats = memory.stats as unknown as Record<string, number | undefined> | undefined;
  return Math.max(0, (memory.usage ?? 0) - (stats?.total_inactive_file ?? stats?.inactive_file ?? 0));
}

/** Asks the engine. Null where the VM is not running: it tells zeros then, which are no reading. */
async function askEngine(container: Dockerode.Container): Promise<VmReading | null> {
  const [stats, facts] = await Promise.all([
    container.stats({ stream: false, 'one-shot': true } as { stream: false }),
    container.inspect(),
  ]);
  // a kernel counts no CPU backwards: without any, the container ended between the two questions
  if (!facts.State.Running || stats.cpu_stats.cpu_usage.total_usage === 0) return null;
  return {
    cpuNs: stats.cpu_stats.cpu_usage.total_usage,
    periods: stats.cpu_stats.throttling_data.periods,
    throttled: stats.cpu_stats.throttling_data.throttled_periods,
    memoryBytes: heldMemory(stats.memory_stats),
    restarts: facts.RestartCount,
    startedAt: facts.State.StartedAt,
    oomKilled: facts.State.OOMKilled,
  };
}

/**
 * Reads a VM again and again: from its control group while the process that led it at first still does, else from the engine.
 * Resolves to null where the VM is not running.
 */
export async function readerOf(container: Dockerode.Container): Promise<() => Promise<VmReading | null>> {
  const facts = await container.inspect();
  const { Pid, StartedAt: startedAt } = facts.State;
  const restarts = facts.RestartCount;
  const group: ControlGroup | null = facts.State.Running ? controlGroupOf(facts.Id, Pid) : null;
  return async () => {
    const counters = group?.read() ?? null;
    if (counters === null) return askEngine(container);
    const { oomKills, ...read } = counters;
    return { ...read, restarts, startedAt, oomKilled: oomKills > 0 };
  };
}
