import pg from 'pg';
import { HarnessError, messageOf } from '../harness/core/errors.ts';

const connectTimeoutMs = 10_000;

/**
 * One connection to the database that `dsn` names. Throws 'usage' where the text is no PostgreSQL address and
 * 'database-unreachable' where nobody answers or the log-in fails; no message ever holds the password.
 */
export async function connect(dsn: string): Promise<pg.Client> {
  const address = addressOf(dsn);
  const client = clientFor(dsn);
  // A connection that breaks also fails the query in hand, which is where it is reported.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    const reason = withoutPassword(reasonOf(error), dsn);
    throw new HarnessError('database-unreachable', `cannot connect to PostgreSQL at ${address}: ${reason}`, {
      hint: 'check the host, port, database name, user and password of the address',
    });
  }
  return client;
}

/** What the driver cannot read is no address either; its own message may hold all of it. */
function clientFor(dsn: string): pg.Client {
  try {
    return new pg.Client({
      connectionString: dsn,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'capacity seed',
    });
  } catch {
    throw noAddress();
  }
}

/** `text` with the DSN's password, as typed and as decoded, replaced by stars. */
export function withoutPassword(text: string, dsn: string): string {
  const url = parsed(dsn);
  const typed = [
    url?.password,
    url?.searchParams.get('password'),
    // As it was typed: a URL writes some characters otherwise.
    /^\w+:\/\/[^:@/?#]*:(.*)@/.exec(dsn)?.[1],
  ];
  const forms = new Set(
    typed.flatMap((form) => (form ? [form, decoded(form), encodeURIComponent(form)] : [])),
  );
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, form) => left.replaceAll(form, '***'), text);
}

/** `user@host:port/database`; throws 'usage' where `dsn` is no PostgreSQL address. */
function addressOf(dsn: string): string {
  const url = parsed(dsn);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw noAddress();
  return `${decoded(url.username)}@${url.hostname}:${url.port || 5432}${url.pathname}`;
}

function noAddress(): HarnessError {
  return new HarnessError('usage', 'this is not the address of a PostgreSQL database', {
    hint: 'it looks like postgres://user:password@host:5432/database',
  });
}

function parsed(dsn: string): URL | null {
  try {
    return new URL(dsn);
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A refused connection to a name with several addresses comes as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return messageOf(first).split('\n')[0] as string;
}
