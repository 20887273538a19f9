/** Something to be done soon, by whichever process takes it. Its data is JSON and names the tenant whose work it is. */
export interface JobRequest {
  /** What kind of work of its queue it is. */
  name: string;
  data: JobData;
  /**
   * Of two jobs with the same id in one queue the second is not taken while the first is there. Left out: one of
   * its own. Like `campaign-12`: no colon in it, not a mere number, and none of the library's own words.
   */
  id?: string;
  /** From 1, the most urgent, to 1000; left out: before all of them. */
  priority?: number;
  /** Milliseconds until it may begin. */
  delayMs?: number;
}

export type JobData = { tenantId: number } & Record<string, unknown>;

/** A job that a consumer has in hand. At least once: whoever dies with it leaves it to another, so the work must bear repeating. */
export interface JobInHand {
  id: string;
  name: string;
  data: JobData;
  /** How often it was begun before. */
  attemptsMade: number;
  /** Tells how far it is, for whoever asks. */
  progress(done: number): Promise<void>;
}

/** Who works on a queue. */
export interface Consumer {
  queue: string;
  /** Jobs that one process has in hand at once. */
  concurrency: number;
  /** Jobs begun within a time at most, over all processes. */
  limit?: { most: number; everyMs: number };
  handle(job: JobInHand): Promise<void>;
}

/** No further attempt would help: the job becomes a dead letter at once. */
export class GiveUp extends Error {}

/** Not now: the job comes back after so many milliseconds, and this was no attempt. */
export class Postpone extends Error {
  readonly afterMs: number;

  constructor(afterMs: number, why: string) {
    super(why);
    this.afterMs = afterMs;
  }
}

/** Nothing of this queue may begin for so many milliseconds, by nobody; the job waits with the others, and this was no attempt. */
export class HoldQueue extends Error {
  readonly forMs: number;

  constructor(forMs: number, why: string) {
    super(why);
    this.forMs = forMs;
  }
}
