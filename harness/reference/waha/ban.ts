const minuteMs = 60_000;

/** Counts what one account sends, over the last 60 s. */
export class SendRate {
  readonly #times: number[] = [];

  /** Notes a send at that time (ms, never going back), and says whether there are now more than `most` in a minute (0: any number). */
  exceeds(most: number, nowMs: number): boolean {
    const times = this.#times;
    times.push(nowMs);
    while ((times[0] ?? nowMs) <= nowMs - minuteMs) times.shift();
    // what a ban cannot depend on is not kept
    if (most === 0) times.length = 0;
    return most > 0 && times.length > most;
  }
}
