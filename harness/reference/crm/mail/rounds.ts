import type { Round } from '../jobs/rounds.ts';

/** Nothing yet. */
export const mailRounds: readonly Round[] = [];
