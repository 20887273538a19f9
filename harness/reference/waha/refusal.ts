import type { SessionStatus } from './session-status.ts';

/** An answer other than success, with the body that WAHA gives. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const named = (status: number, error: string) => (message: string | readonly string[]) =>
  new Refusal(status, { message, error, statusCode: status });

/** 400: the request is not of the right shape. */
export const badRequest = named(400, 'Bad Request');
/** 404: no such session or address. */
export const notFound = named(404, 'Not Found');
/** 422: it cannot be done as things are. */
export const unprocessable = named(422, 'Unprocessable Entity');

/** 401 for a missing key as for a wrong one. */
export const unauthorized = () => new Refusal(401, { message: 'Unauthorized', statusCode: 401 });

/** 422 after the wait for a session that did not come to work. */
export function unexpectedStatus(session: string, status: SessionStatus, expected: readonly SessionStatus[]) {
  const error = 'Session status is not as expected. Try again later or restart the session';
  return new Refusal(422, { error, session, status, expected });
}

/** 429, which WAHA itself does not give: a proxy before it would. */
export function tooMany(retryAfterSeconds: number): Refusal {
  const body = { message: 'Too Many Requests', statusCode: 429 };
  return new Refusal(429, body, { 'retry-after': String(retryAfterSeconds) });
}

/** 500: what the engine threw. */
export function engineFailed(message: string): Refusal {
  const at = new Date().toISOString();
  return new Refusal(500, { statusCode: 500, timestamp: at, exception: { message }, request: null });
}
