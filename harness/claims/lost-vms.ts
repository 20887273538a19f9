import type { EventsData, LostVm } from '../core/evidence/events.ts';
import type { SamplesData } from '../core/evidence/samples.ts';
import type { OpenRuling } from './ruling.ts';
import { inconclusive } from './ruling.ts';

type Window = Pick<SamplesData, 'windowFromMs' | 'windowToMs'>;

/** 'VM app-2 was lost 12 s into the window (exit 137); app-1 carries on'. */
export function lossWords(lost: LostVm, samples: Window | null): string {
  const { vm, why, carriedBy } = lost;
  return `VM ${vm} was lost${samples === null ? '' : ` ${when(lost, samples)}`} (${why}); ${carriedBy}`;
}

function when({ atMs }: LostVm, { windowFromMs, windowToMs }: Window): string {
  const seconds = (ms: number) => Math.round(ms / 1000);
  if (atMs < windowFromMs) return `${seconds(windowFromMs - atMs)} s before the window`;
  if (atMs > windowToMs) return `${seconds(atMs - windowToMs)} s after the window`;
  return `${seconds(atMs - windowFromMs)} s into the window`;
}

/**
 * Why a figure on resources stays open where a VM was lost: null where none was that `matters`. What it used until then is
 * no upper bound on what it would have used, and it may have been lost for the very thing that is judged; that the others
 * carry its work makes their figures worse, not its own known.
 */
export function lossLeavesOpen(
  events: readonly EventsData[],
  matters: (lost: LostVm) => boolean = () => true,
): OpenRuling | null {
  const lost = events.flatMap((run) => run.events).filter(matters);
  if (lost.length === 0) return null;
  const names = [...new Set(lost.map(({ vm }) => vm))].join(', ');
  return inconclusive(
    `VM ${names} was lost: what it would have used for the rest of the window is not known`,
    'a run in which every VM stays up',
  );
}

/** Whether the level went on without the VM. */
export function isLost({ events }: EventsData, vm: string): boolean {
  return events.some((event) => event.vm === vm);
}
