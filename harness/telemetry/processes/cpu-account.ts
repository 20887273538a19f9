import type { Timed } from '../collector.ts';
import { servicesOf } from './service-names.ts';
import type { Process } from './snapshot.ts';

/** Ticks by service. */
export type Ticks = Record<string, number>;

const keyOf = ({ pid, start }: Process) => `${pid}/${start}`;

/**
 * CPU time of each service since the first snapshot, as a counter that never runs backwards. A process that began since the
 * snapshot before counts in full. One that ended meanwhile is in the time of its parent's children, less what was counted
 * of it before; so are those that began and ended in between, as far as their parent waited for them.
 */
export function cpuAccount(snapshots: readonly Timed<Process[]>[]): Timed<Ticks>[] {
  const total: Ticks = {};
  return snapshots.map(({ atMs, reading }, index) => {
    const before = snapshots[index - 1];
    if (before !== undefined) addSpent(total, before.reading, reading);
    return { atMs, reading: { ...total } };
  });
}

/** What a process took over from children that it waited for since the snapshot before. */
interface Inherited {
  ticks: number;
  service: string;
}

function addSpent(total: Ticks, before: readonly Process[], after: readonly Process[]): void {
  const earlier = new Map(before.map((process) => [keyOf(process), process]));
  const services = servicesOf(after);
  const inherited = new Map<string, Inherited>();
  for (const process of after) {
    const key = keyOf(process);
    const past = earlier.get(key);
    const service = services.get(process.pid) as string;
    add(total, service, process.own - (past?.own ?? 0));
    inherited.set(key, { ticks: process.children - (past?.children ?? 0), service });
  }
  takeEnded(inherited, before);
  for (const { ticks, service } of inherited.values()) add(total, service, ticks);
}

/** Takes from what was inherited what had been counted already, and gives the rest to the service of the process that ended. */
function takeEnded(inherited: Map<string, Inherited>, before: readonly Process[]): void {
  const services = servicesOf(before);
  const byPid = new Map(before.map((process) => [process.pid, process]));
  for (const process of before) {
    if (inherited.has(keyOf(process))) continue;
    const heir = heirOf(process, byPid, inherited);
    if (heir === undefined) continue;
    heir.ticks -= process.own + process.children;
    heir.service = services.get(process.pid) as string;
  }
}

/** The nearest ancestor that is still there. */
function heirOf(
  process: Process,
  byPid: ReadonlyMap<number, Process>,
  inherited: ReadonlyMap<string, Inherited>,
): Inherited | undefined {
  let at = byPid.get(process.parent);
  for (let steps = 0; at !== undefined && steps < byPid.size; steps++) {
    const heir = inherited.get(keyOf(at));
    if (heir !== undefined) return heir;
    at = byPid.get(at.parent);
  }
  return undefined;
}

/** Adds nothing where it would take away: of a child that nobody waited for, the parent inherits nothing. */
function add(total: Ticks, service: string, ticks: number): void {
  total[service] = (total[service] ?? 0) + Math.max(0, ticks);
}
