import { messageOf } from '../core/errors.ts';
import type { Timed } from './collector.ts';

/** One reading of every VM: what it told, or why it told nothing. */
export type PerVm<Reading> = Record<string, { told: Reading } | { failed: string }>;

/** Something to read on one VM. */
export interface VmSource<Reading> {
  vm: string;
  read(): Promise<Reading>;
}

/** Reads all VMs at once. One that fails is told in the reading; throws where all of them fail. */
export async function readEach<Reading>(sources: readonly VmSource<Reading>[]): Promise<PerVm<Reading>> {
  const faults: string[] = [];
  const entries = await Promise.all(
    sources.map(async ({ vm, read }) => {
      try {
        return [vm, { told: await read() }] as const;
      } catch (error) {
        const failed = messageOf(error);
        faults.push(`${vm}: ${failed}`);
        return [vm, { failed }] as const;
      }
    }),
  );
  if (faults.length === sources.length) throw new Error(faults.join('; ') || 'no VM to read');
  return Object.fromEntries(entries);
}

/** What was observed of each VM, and the VMs whose readings do not do, each with the reason. */
export interface Observed<Row> {
  rows: Row[];
  notObserved: { vm: string; reason: string }[];
}

/**
 * Reduces each VM's own readings by `reduce`; where that throws, as after a restart, the VM is not observed, and the others
 * are. Throws where none is.
 */
export function reduceEach<Reading, Row>(
  readings: readonly Timed<PerVm<Reading>>[],
  reduce: (readings: Timed<Reading>[], vm: string) => Row,
): Observed<Row> {
  const observed: Observed<Row> = { rows: [], notObserved: [] };
  for (const vm of new Set(readings.flatMap((r) => Object.keys(r.reading)))) {
    const own: Timed<Reading>[] = [];
    let failed = '';
    for (const { atMs, reading } of readings) {
      const found = reading[vm];
      if (found === undefined) continue;
      if ('told' in found) own.push({ atMs, reading: found.told });
      else failed = ` (last failed reading: ${found.failed})`;
    }
    try {
      observed.rows.push(reduce(own, vm));
    } catch (error) {
      observed.notObserved.push({ vm, reason: `${messageOf(error)}${failed}` });
    }
  }
  if (observed.rows.length === 0)
    throw new Error(
      observed.notObserved.map(({ vm, reason }) => `${vm}: ${reason}`).join('; ') || 'no readings',
    );
  return observed;
}
