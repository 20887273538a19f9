import type { LoadProgress } from '../load/engine.ts';
import type { StartProgress } from '../topology/start-level.ts';

/** One line that says how a load goes, for the terminal. */
export function loadLine(progress: LoadProgress, users: number): string {
  if (progress.phase === 'log-in') return `logging in: ${progress.usersReady} of ${users} users`;
  const left = progress.secondsLeft === null ? '' : `, ${Math.ceil(progress.secondsLeft)} s left`;
  const p95 = progress.recentP95Ms === null ? '' : ` · p95 ${Math.round(progress.recentP95Ms)} ms`;
  return `${progress.phase}${left} · ${users} users · ${Math.round(progress.rps)} req/s · ${progress.errors} errors${p95}`;
}

/** VMs named one by one while they fit a line. */
const MOST_NAMED = 4;

/** One line on a level that starts: how many of its VMs are ready, and which are not. */
export function startLine({ ready, of, waitingFor }: StartProgress): string {
  const named = waitingFor.slice(0, MOST_NAMED).join(', ');
  const more = waitingFor.length > MOST_NAMED ? ` and ${waitingFor.length - MOST_NAMED} more` : '';
  return `${ready} of ${of} VMs ready${named === '' ? '' : `, waiting for ${named}${more}`}`;
}
