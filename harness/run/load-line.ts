import type { LoadProgress } from '../load/engine.ts';

/** One line that says how a load goes, for the terminal. */
export function loadLine(progress: LoadProgress, users: number): string {
  if (progress.phase === 'log-in') return `logging in: ${progress.usersReady} of ${users} users`;
  const left = progress.secondsLeft === null ? '' : `, ${Math.ceil(progress.secondsLeft)} s left`;
  const p95 = progress.recentP95Ms === null ? '' : ` · p95 ${Math.round(progress.recentP95Ms)} ms`;
  return `${progress.phase}${left} · ${users} users · ${Math.round(progress.rps)} req/s · ${progress.errors} errors${p95}`;
}
