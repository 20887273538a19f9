import type { SessionConfig } from './webhook-config.ts';

/** What of a session outlives the process. */
export interface SessionState {
  config: SessionConfig;
  /** Whether it is to run, also after a restart. */
  running: boolean;
  paired: boolean;
  /** How often it has been paired: each time with another number. */
  pairings: number;
  banned: boolean;
}
