import { monotonicMs } from '../harness/host/clock.ts';
import type { SeedProgress } from './port.ts';

/** Tells how far a seeding is. Rows are told at most ten times a second, a new step and a statement that ended at once. */
export interface Progress {
  /** Begins a step; `of` statements make it up, where it is made of statements. */
  step(step: SeedProgress['step'], of?: number): void;
  wrote(rows: number): void;
  /** A statement of the step ended. */
  did(): void;
}

const quietMs = 100;

export function createProgress(rowsExpected: number, tell: (progress: SeedProgress) => void): Progress {
  let step: SeedProgress['step'] = 'schema';
  let statements: { done: number; of: number } | undefined;
  let rowsWritten = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const report = () => {
    toldAt = monotonicMs();
    tell({ step, rowsWritten, rowsExpected, ...statements });
  };
  return {
    step(next, of) {
      step = next;
      statements = of === undefined ? undefined : { done: 0, of };
      report();
    },
    wrote(rows) {
      rowsWritten += rows;
      if (monotonicMs() - toldAt >= quietMs) report();
    },
    did() {
      if (statements !== undefined) statements = { ...statements, done: statements.done + 1 };
      report();
    },
  };
}
