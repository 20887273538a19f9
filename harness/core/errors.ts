import { ExitCode } from './exit-codes.ts';

/** Every fault that users can meet, with the exit code it ends in. Keys are stable: CI may match on them. */
export const errorCodes = {
  usage: ExitCode.usage,
  'bad-level-file': ExitCode.usage,
  'bad-catalogue': ExitCode.usage,
  'bad-document': ExitCode.usage,
  'set-up-failed': ExitCode.harnessFailed,
  'no-engine': ExitCode.harnessFailed,
  'engine-lost': ExitCode.harnessFailed,
  'engine-refused': ExitCode.harnessFailed,
  'engine-remote': ExitCode.harnessFailed,
  'not-writable': ExitCode.harnessFailed,
  'no-image': ExitCode.harnessFailed,
  'already-running': ExitCode.harnessFailed,
  'port-taken': ExitCode.harnessFailed,
  'no-disk': ExitCode.harnessFailed,
  'no-memory': ExitCode.harnessFailed,
  'vm-not-ready': ExitCode.harnessFailed,
  'vm-died': ExitCode.harnessFailed,
  'seed-failed': ExitCode.harnessFailed,
  'database-unreachable': ExitCode.harnessFailed,
  unreachable: ExitCode.harnessFailed,
  'database-not-empty': ExitCode.usage,
  'load-failed': ExitCode.harnessFailed,
  'bad-run-folder': ExitCode.usage,
  interrupted: ExitCode.harnessFailed,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof errorCodes;

/**
 * An expected fault: `message` is one line that says what is wrong, `hint` what would be right.
 * Anything else that is thrown is a bug of ours and is shown with its stack.
 */
export class HarnessError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  /** More lines for the reader, such as a container's last log lines. */
  readonly detail: string | null;

  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string; detail?: string; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'HarnessError';
    this.code = code;
    this.hint = more.hint ?? null;
    this.detail = more.detail ?? null;
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code];
  }
}

/** The message of anything thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return String(thrown);
}
