import type { Told } from './node.ts';

/** What one server had done by the time of a reading. */
export interface NodeReading {
  vm: string;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  commands: number;
  hits: number;
  misses: number;
  evicted: number;
  slots: number | null;
}

/** All servers as one, and each by itself. Readings of before there could be several have no `nodes` and `slots`. */
export interface Reading extends Omit<NodeReading, 'vm' | 'slots'> {
  /** Slots served, all nodes together; null where there is no cluster. */
  slots?: number | null;
  nodes?: NodeReading[];
}

type Count = (told: Told | null) => NodeReading;

const counters = ['hits', 'misses', 'evicted', 'commands'] as const;
const gauges = ['usedMemoryBytes', 'maxMemoryBytes'] as const;

/**
 * A node's counters over its losses: while it does not answer (null) they stay where they were, and after it was started
 * again they go on from there. What it did between the last answer and its end is lost. Absent, it serves no slot.
 */
export function counting(vm: string): Count {
  let last: Told | null = null;
  const base = { hits: 0, misses: 0, evicted: 0, commands: 0 };
  return (told) => {
    if (told !== null && last !== null && told.runId !== last.runId)
      for (const name of counters) base[name] += last[name];
    last = told ?? last;
    if (last === null) throw new Error(`the Redis of ${vm} has never answered`);
    const total = { ...base };
    for (const name of counters) total[name] += last[name];
    return {
      ...{ vm, ...total, usedMemoryBytes: told?.usedMemoryBytes ?? 0 },
      maxMemoryBytes: last.maxMemoryBytes,
      slots: last.slots === null ? null : (told?.slots ?? 0),
    };
  };
}

/** A server's counters as they are, so that a start in between shows as counters that ran backwards. */
export const asTold = (vm: string, { runId: _, ...told }: Told): NodeReading => ({ vm, ...told });

/** Servers as one reading: counters, memory and slots added up. */
export function together(nodes: readonly NodeReading[]): Reading {
  const sum = { hits: 0, misses: 0, evicted: 0, commands: 0, usedMemoryBytes: 0, maxMemoryBytes: 0 };
  for (const node of nodes) for (const name of [...counters, ...gauges]) sum[name] += node[name];
  const served = nodes.flatMap(({ slots }) => slots ?? []);
  return {
    ...sum,
    slots: served.length === 0 ? null : served.reduce((total, slots) => total + slots, 0),
    nodes: [...nodes],
  };
}
