import { readTextIfThere } from '../host/files.ts';
import { membershipOf, pathsOf } from '../topology/membership.ts';

/** CPU in nanoseconds; the periods are those of the CPU quota. */
interface Counters {
  cpuNs: number;
  periods: number;
  throttled: number;
  /** Memory that cannot be reclaimed. */
  memoryBytes: number;
  /** Processes that were killed because there was none left. */
  oomKills: number;
}

/** The control group of a container whose engine runs on this very host. */
export interface ControlGroup {
  /** Counters as they are now; null where the container is not the one any more that was looked up. */
  read(): Counters | null;
  /** Its processes as this host numbers them, the one that leads it among them; null as above. */
  processes(): number[] | null;
}

const ROOT = '/sys/fs/cgroup';

/**
 * Finds the control group of the container by the process that leads it; null where this host's files do not show it: an
 * engine in a machine of its own, or no right to look. To read a few files costs a fiftieth of what the engine takes for
 * the same figures.
 */
export function controlGroupOf(containerId: string, pid: number): ControlGroup | null {
  const membership = membershipOf(containerId, pid);
  if (membership === null) return null;
  const counters = countersOf(membership);
  // another process leads a container that was started anew
  const isTheSame = () => readTextIfThere(`/proc/${pid}/cgroup`) === membership;
  const group: ControlGroup = {
    read: () => (isTheSame() ? counters() : null),
    processes() {
      const listed = isTheSame() ? readTextIfThere(`${folderOf(membership)}/cgroup.procs`) : null;
      const pids = (listed ?? '').split('\n').filter(Boolean).map(Number);
      return pids.includes(pid) ? pids : null;
    },
  };
  return group.read() === null ? null : group;
}

/** Reads version 1 (a folder for each controller) or 2 (one for all), as the process's membership says. */
function countersOf(membership: string): () => Counters | null {
  const paths = pathsOf(membership);
  const unified = paths.get('');
  const [cpuacct, cpu, memory] = ['cpuacct', 'cpu', 'memory'].map((name) => paths.get(name));
  if (cpuacct !== undefined && cpu !== undefined && memory !== undefined) {
    return () =>
      counted({
        cpuNs: readTextIfThere(`${ROOT}/cpuacct${cpuacct}/cpuacct.usage`),
        cpuStat: readTextIfThere(`${ROOT}/cpu${cpu}/cpu.stat`),
        usage: readTextIfThere(`${ROOT}/memory${memory}/memory.usage_in_bytes`),
        memoryStat: readTextIfThere(`${ROOT}/memory${memory}/memory.stat`),
        oom: readTextIfThere(`${ROOT}/memory${memory}/memory.oom_control`),
      });
  }
  return () =>
    unified === undefined
      ? null
      : counted({
          cpuNs: null,
          cpuStat: readTextIfThere(`${ROOT}${unified}/cpu.stat`),
          usage: readTextIfThere(`${ROOT}${unified}/memory.current`),
          memoryStat: readTextIfThere(`${ROOT}${unified}/memory.stat`),
          oom: readTextIfThere(`${ROOT}${unified}/memory.events`),
        });
}

/** Folder of the group that counts its CPU, in either version. */
function folderOf(membership: string): string {
  const paths = pathsOf(membership);
  const first = paths.get('cpuacct');
  return first === undefined ? `${ROOT}${paths.get('') ?? ''}` : `${ROOT}/cpuacct${first}`;
}

interface Texts {
  /** Version 1 alone; version 2 tells microseconds in `cpuStat`. */
  cpuNs: string | null;
  cpuStat: string | null;
  usage: string | null;
  memoryStat: string | null;
  oom: string | null;
}

/** The counters in the files of a group; null where one that is needed is not there. Exported for tests. */
export function counted({ cpuNs, cpuStat, usage, memoryStat, oom }: Texts): Counters | null {
  if (cpuStat === null || usage === null || memoryStat === null) return null;
  const cpu = fieldsOf(cpuStat);
  const memory = fieldsOf(memoryStat);
  const used = cpuNs === null ? (cpu.get('usage_usec') ?? Number.NaN) * 1000 : Number(cpuNs.trim());
  const held = Number(usage.trim());
  const [periods, throttled] = ['nr_periods', 'nr_throttled'].map((name) => cpu.get(name) ?? Number.NaN) as [
    number,
    number,
  ];
  const oomKills = fieldsOf(oom ?? '').get('oom_kill') ?? Number.NaN;
  if (![used, held, periods, throttled, oomKills].every(Number.isFinite)) return null;
  return {
    cpuNs: used,
    periods,
    throttled,
    // as `docker stats` counts it: without page cache that can be given up at once
    memoryBytes: Math.max(0, held - (memory.get('total_inactive_file') ?? memory.get('inactive_file') ?? 0)),
    oomKills,
  };
}

function fieldsOf(text: string): Map<string, number> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [name, value] = line.split(' ');
      return name && value !== undefined ? [[name, Number(value)] as const] : [];
    }),
  );
}
