/** Timers that all end together, so that nothing goes on after a close. */
export class Timers {
  readonly #pending = new Set<NodeJS.Timeout>();
  #ended = false;

  /** Runs `what` after so many ms, unless it is cancelled or all have ended before. */
  after(ms: number, what: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      what();
    }, ms);
    this.#pending.add(timer);
    if (this.#ended) this.cancel(timer);
    return timer;
  }

  /** It will not run any more. */
  cancel(timer: NodeJS.Timeout | null): void {
    if (timer === null) return;
    clearTimeout(timer);
    this.#pending.delete(timer);
  }

  /** Waits; never returns once all have ended. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** None runs any more, nor will. */
  end(): void {
    this.#ended = true;
    for (const timer of this.#pending) clearTimeout(timer);
    this.#pending.clear();
  }
}
