/** What the process tells the shell. The only place these numbers stand. */
export const ExitCode = {
  /** Everything that was judged holds. */
  holds: 0,
  /** At least one claim is refuted. */
  refuted: 1,
  /** The harness could not do its job: no engine, a VM died, no disk, interrupted. */
  harnessFailed: 2,
  /** Nothing is refuted, something is inconclusive. */
  inconclusive: 3,
  /** The command line or a file given by the user is wrong; nothing was started. */
  usage: 64,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
