import type { LoadPlan, LoadProgress, LoadTimes } from '../engine.ts';

/** What the parent tells the generator's process. Both ends are ours and of one version, so nothing is validated. */
export type ToGenerator = { kind: 'run'; plan: LoadPlan } | { kind: 'stop' };

/** What the generator's process tells the parent. `done` and `failed` are its last words. */
export type FromGenerator =
  | { kind: 'ready' }
  | { kind: 'progress'; progress: LoadProgress }
  | { kind: 'window-opens'; windowFromMs: number }
  | { kind: 'done'; times: LoadTimes }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string; hint: string | null };
