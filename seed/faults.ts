import { HarnessError, messageOf } from '../harness/core/errors.ts';
import { withoutPassword } from './connection.ts';

const asBefore = 'the database is as it was before';

/** What the database says, by SQLSTATE, where more is to be said than its own words. */
const known: Readonly<Record<string, { code: 'no-disk' | 'seed-failed'; message: string; hint: string }>> = {
  '53100': {
    code: 'no-disk',
    message: 'the database has no disk space left',
    hint: 'free space or seed fewer customers; nothing was kept',
  },
  '25006': {
    code: 'seed-failed',
    message: 'this server or session is read-only',
    hint: 'name the primary server',
  },
  '42501': {
    code: 'seed-failed',
    message: 'the user has not the rights that seeding needs',
    hint: `name the user who owns the database; ${asBefore}`,
  },
  '55P03': {
    code: 'seed-failed',
    message: 'somebody else uses the tables',
    hint: `end the sessions that use the database and start again; ${asBefore}`,
  },
  '57014': { code: 'seed-failed', message: 'the seeding was cancelled on the server', hint: asBefore },
  '2BP01': {
    code: 'seed-failed',
    message: 'something else in the database depends on the seeded tables',
    hint: `drop it first; ${asBefore}`,
  },
};

/** A connection that went, as PostgreSQL (class 57P), the operating system and the driver say it. */
const lost = /^(57P0[1-4]|08...|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const lostMessage = /^Connection terminated|^Client has encountered a connection error/;
const noDisk = /No space left on device|could not extend file/;

/**
 * What a seeding throws for what went wrong. Expected faults pass, what a server or connection says becomes one line; a
 * bug of ours keeps its stack. No password stands in any of them.
 */
export function asFault(error: unknown, dsn: string): unknown {
  if (error instanceof HarnessError) return error;
  const said = withoutPassword(messageOf(error), dsn).split('\n')[0] as string;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const fault = known[noDisk.test(said) ? '53100' : code];
  if (fault !== undefined)
    return new HarnessError(fault.code, `${fault.message}: ${said}`, { hint: fault.hint });
  if (lost.test(code) || lostMessage.test(said))
    return new HarnessError('seed-failed', `the connection to the database was lost: ${said}`, {
      hint: asBefore,
    });
  if (/^[0-9A-Z]{5}$/.test(code))
    return new HarnessError('seed-failed', `seeding failed: ${said}`, { hint: asBefore });
  return withoutPasswordInStack(error, dsn);
}

function withoutPasswordInStack(error: unknown, dsn: string): unknown {
  if (!(error instanceof Error)) return error;
  const stack = error.stack ?? '';
  const shown = withoutPassword(stack, dsn);
  if (shown === stack) return error;
  const safe = new Error(withoutPassword(error.message, dsn));
  safe.stack = shown;
  return safe;
}
