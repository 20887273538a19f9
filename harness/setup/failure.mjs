/** Exit codes of set-up; the harness has the same ones in harness/core/exit-codes.ts, which cannot be loaded yet. */
export const EXIT_FAILED = 2;
export const EXIT_USAGE = 64;

/** An expected fault: one line that says what is wrong, a hint what to do, and perhaps the last lines of a log. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{ hint?: string, detail?: string, exitCode?: number }} [more]
   */
  constructor(message, more = {}) {
    super(message);
    this.name = 'SetupError';
    this.hint = more.hint ?? null;
    this.detail = more.detail ?? null;
    this.exitCode = more.exitCode ?? EXIT_FAILED;
  }
}
