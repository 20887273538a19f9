/** An answer that is not what was asked for: its status, and one sentence for the caller. */
export class Fault extends Error {
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 502 | 503, message: string) {
    super(message);
    this.status = status;
  }
}

/** Absent, or another tenant's: the caller cannot tell which. */
export const notFound = (what: string) => new Fault(404, `no such ${what}`);

interface Thrown {
  status?: unknown;
  statusCode?: unknown;
  code?: unknown;
  constraint?: unknown;
  message?: unknown;
}

/** PostgreSQL's codes for conditions that a caller can understand; everything else is a 500. */
const byConstraint: Record<string, { status: number; error: string }> = {
  customers_phone_key: { status: 409, error: 'a customer with this phone number is there already' },
  orders_customer_fkey: { status: 404, error: 'no such customer' },
  appointments_customer_fkey: { status: 404, error: 'no such customer' },
  interactions_customer_fkey: { status: 404, error: 'no such customer' },
};

/** 42P01 and 42883: no such table or function; 3D000: no such database. */
const notSeeded = new Set(['42P01', '42883', '3D000']);
/** The server ends or refuses the connection: class 08, 57P01 to 57P03, 53300; or the socket fails. */
const unreachable = /^(08...|57P0[123]|53300|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT)$/;
/** The same without a code: pg when a pool's wait is over or a socket dies, ioredis and BullMQ when they give up. */
const unreachableText =
  /timeout exceeded when trying to connect|Connection (terminated|is closed)|max retries per request|Command timed out|Socket timeout|isn't (writeable|ready) and enableOfflineQueue|Too many Cluster redirections|None of startup nodes|Failed to refresh slots cache|Cluster is ended|query_wait_timeout/i;
/** What a Redis says that is there but cannot serve now: it loads, has lost its node, has no room left on disk or in memory. */
const cannotServe = /^(CLUSTERDOWN|LOADING|MASTERDOWN|READONLY|TRYAGAIN|MISCONF|OOM|BUSY) /;

/** Whether what was thrown says that a server does not answer, rather than that it did not like what it was asked. */
export function isUnreachable(thrown: unknown): boolean {
  const { code, message } = (thrown ?? {}) as Thrown;
  const text = typeof message === 'string' ? message : '';
  return (
    (typeof code === 'string' && unreachable.test(code)) ||
    unreachableText.test(text) ||
    cannotServe.test(text)
  );
}

/** Status and sentence that anything thrown in a handler is answered with. */
export function answerTo(thrown: unknown): { status: number; error: string } {
  const { status, statusCode, code, constraint, message } = (thrown ?? {}) as Thrown;
  const text = typeof message === 'string' ? message : '';
  if (typeof status === 'number') return { status, error: text };
  if (typeof constraint === 'string' && byConstraint[constraint]) return byConstraint[constraint];
  if (typeof code === 'string' && notSeeded.has(code))
    return { status: 503, error: 'no dataset is seeded yet' };
  if (isUnreachable(thrown)) return { status: 503, error: 'database or cache do not answer' };
  // Fastify's own: a body that is no JSON, too large, of the wrong shape.
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, error: text };
  return { status: 500, error: 'internal error' };
}
