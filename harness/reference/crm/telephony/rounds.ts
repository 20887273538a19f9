import type { Round } from '../jobs/rounds.ts';

/** Nothing yet. */
export const telephonyRounds: readonly Round[] = [];
