import { wasNeverSent } from '../never-sent.ts';

/**
 * How a request to WAHA can end badly.
 * - `unauthorised`: the key is wrong. `absent`: no such session there. `not-working`: the session is, but sends nothing now.
 *   `too-many`: later, please. `refused`: this request never, the number does not exist for one. `away`: nobody listens.
 *   After none of these anything was sent.
 * - `broken`: an answer of 500 and above. `unknown`: no answer, or one that cannot be read. After these nobody knows.
 */
export type FaultKind =
  | 'unauthorised'
  | 'absent'
  | 'not-working'
  | 'too-many'
  | 'refused'
  | 'away'
  | 'broken'
  | 'unknown';

/** A request to WAHA that ended badly. The message is one sentence without secrets. */
export class WahaFault extends Error {
  readonly kind: FaultKind;
  /** What WAHA asked to wait, in milliseconds; null where it did not. */
  readonly retryAfterMs: number | null;

  constructor(kind: FaultKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether what was asked for may have happened all the same. */
  get perhapsDone(): boolean {
    return this.kind === 'broken' || this.kind === 'unknown';
  }
}

/** What an answer that is no success means. `body` as it was parsed, null where it is no JSON. */
export function faultOfAnswer(status: number, retryAfter: string | undefined, body: unknown): WahaFault {
  const said = sentenceIn(body);
  const text = `WAHA answers ${status}${said ? `: ${said}` : ''}`;
  if (status === 401 || status === 403) return new WahaFault('unauthorised', text);
  if (status === 404) return new WahaFault('absent', text);
  if (status === 422) return new WahaFault(isAboutSession(body) ? 'not-working' : 'refused', text);
  if (status === 429) return new WahaFault('too-many', text, secondsIn(retryAfter));
  if (status >= 400 && status < 500) return new WahaFault('refused', text);
  return new WahaFault('broken', text);
}

/** What a request that got no answer means. */
export function faultOfFailure(thrown: unknown): WahaFault {
  const code = (thrown as { code?: unknown } | null)?.code;
  const name = typeof code === 'string' ? code : 'no answer';
  return wasNeverSent(code)
    ? new WahaFault('away', `WAHA does not listen (${name})`)
    : new WahaFault('unknown', `WAHA gave no answer (${name})`);
}

/** A 422 about a session names its state, or which it should be in; one about the request itself names neither. */
function isAboutSession(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ('status' in body || 'expected' in body);
}

function sentenceIn(body: unknown): string {
  const { message, error } = (body ?? {}) as { message?: unknown; error?: unknown };
  const said = typeof message === 'string' ? message : typeof error === 'string' ? error : '';
  return said.replace(/\s+/g, ' ').slice(0, 200);
}

function secondsIn(retryAfter: string | undefined): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
