import type { SeedRequest } from '../port.ts';

/** What the measured process is told to seed. */
export interface SeedingTask {
  dsn: string;
  request: SeedRequest;
}

/** What it says when it is done. */
export interface SeedingTimes {
  /** From the call to its return, without the start of the process. */
  ms: number;
  /** Of each step, in order. */
  steps: { step: string; ms: number }[];
  rows: number;
  databaseBytes: number;
  digest: string;
  /** The most memory that the process had, with its threads. */
  peakBytes: number;
}
