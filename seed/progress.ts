import { monotonicMs } from '../harness/host/clock.ts';
import type { SeedProgress } from './port.ts';

/** Tells how far a seeding is, at most ten times a second; a new step is told at once. */
export interface Progress {
  step(step: SeedProgress['step']): void;
  wrote(rows: number): void;
}

const quietMs = 100;

export function createProgress(rowsExpected: number, tell: (progress: SeedProgress) => void): Progress {
  let step: SeedProgress['step'] = 'schema';
  let rowsWritten = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const report = () => {
    toldAt = monotonicMs();
    tell({ step, rowsWritten, rowsExpected });
  };
  return {
    step(next) {
      step = next;
      report();
    },
    wrote(rows) {
      rowsWritten += rows;
      if (monotonicMs() - toldAt >= quietMs) report();
    },
  };
}
