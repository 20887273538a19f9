import type { Dispatcher } from 'undici';
import { checkAnswer } from '../../../scenarios/lib/check-answer.ts';
import type { Viewer } from '../../../scenarios/lib/ownership.ts';
import type { Request } from '../../../scenarios/lib/request.ts';
import type { Session } from '../../../scenarios/lib/session.ts';
import type { Identity } from '../../../scenarios/lib/user.ts';
import type { RequestOutcome } from '../../core/evidence/samples.ts';
import { monotonicMs } from '../../host/clock.ts';
import type { Connection } from './connection.ts';
import { createCookieJar } from './cookies.ts';
import { Exchange } from './exchange.ts';
import type { Recorder } from './recorder.ts';
import type { WakeUps } from './wake-ups.ts';

/** What one user needs from the load that it is part of. */
export interface UserParts {
  identity: Identity;
  connection: Connection;
  wakeUps: WakeUps;
  recorder: Recorder;
  timeoutMs: number;
  thinkScale: number;
  /** Nothing planned for this moment or later is sent; on the monotonic clock. */
  lastSendMs(): number;
  /** Requests on their way, over all users. */
  inFlight: { count: number; onChange(): void };
  openSession(): Session;
}

/** What became of one request: the parsed answer only where it was as it should be. */
export interface Answered {
  outcome: RequestOutcome;
  status: number;
  body: unknown;
  endMs: number;
}

export interface VirtualUser {
  /**
   * Logs in and takes the user to its place in the day. Resolves with the answer to the log-in, null where there is none.
   * After the log-in nothing that fails ends it: such a request is made again a few times, and where that does not help
   * the user goes on with what it has, as it would while it is measured, and is `astray` from then on.
   * `loggedIn` is called once the log-in has succeeded; the user goes on when it resolves.
   */
  prepare(loggedIn: () => Promise<void>): Promise<Answered | null>;
  /** A request of the preparation failed for good: the user's first actions may be others than were meant. */
  astray(): boolean;
  /** Joins the load that began at `loadFromMs`. */
  begin(loadFromMs: number): void;
  /** The user's wake-up has come: a pause is over, or a request is too late. */
  wake(dueMs: number): void;
  /** In the loop: pausing, waiting for an answer, or there until the load's end came. */
  alive(): boolean;
  /** When the next request is due; null while none is. */
  dueMs(): number | null;
  /** Closes the connection; what is on its way is forgotten. */
  leave(): void;
}

/**
 * Requests that a user's whole preparation may make again. None after a time-out: a SUT that hangs would be waited for
 * again and again.
 */
const REPEATS = 3;

/** One session in the act-think loop. It lives on wake-ups and answers alone: no timer or promise of its own. */
export function createVirtualUser(parts: UserParts): VirtualUser {
  const { wakeUps, recorder, inFlight, identity } = parts;
  const { number } = identity;
  const cookies = createCookieJar();
  let session: Session | null = null;
  let current: Exchange | null = null;
  let pausingUntil: number | null = null;
  let reachedEnd = false;
  let left = false;
  let astray = false;

  function send(request: Request, plannedMs: number, then: (answered: Answered) => void, preparing = false) {
    if (left) return;
    const sentMs = monotonicMs();
    const exchange = new Exchange((ended) => {
      // Given up with the load itself: the samples are closed.
      if (left) return;
      const endMs = monotonicMs();
      current = null;
      inFlight.count--;
      wakeUps.cancel(number);
      if (ended.broken) parts.connection.drop();
      cookies.take(ended.headers['set-cookie']);
      const { outcome, body } = judge(request, ended, identity);
      recorder.add({
        endpoint: request.endpoint,
        plannedMs,
        sentMs,
        endMs,
        databaseUs: ended.databaseUs(),
        status: ended.status,
        outcome,
        user: number,
        tenant: identity.tenantNumber,
        bytes: ended.bytes,
        preparing,
      });
      inFlight.onChange();
      // Out of the client's own call: it does not bear a new request from within an error, and swallows what is thrown.
      queueMicrotask(() => then({ outcome, body, status: ended.status, endMs }));
    });
    current = exchange;
    inFlight.count++;
    wakeUps.set(number, sentMs + parts.timeoutMs);
    parts.connection.send(dispatchOptions(request, cookies.header()), exchange);
  }

  /** Goes on to the next step; `atMs` is when the last one ended. */
  function advance(day: Session, answer: unknown, atMs: number): void {
    pausingUntil = null;
    reachedEnd = atMs >= parts.lastSendMs();
    if (reachedEnd) return;
    const step = day.next(answer);
    if (step.kind === 'request') {
      send(step, atMs, (answered) => advance(day, answered.body, answered.endMs));
      return;
    }
    pausingUntil = atMs + step.ms * parts.thinkScale;
    wakeUps.set(number, pausingUntil);
  }

  return {
    prepare(loggedIn) {
      session = parts.openSession();
      const steps = session.prepare();
      return new Promise((resolve) => {
        let logIn: Answered | null = null;
        let repeatsLeft = REPEATS;
        astray = false;
        const goOn = (answer: unknown) => {
          const next = steps.next(answer);
          if (next.done) resolve(logIn);
          else ask(next.value);
        };
        const ask = (request: Request) =>
          send(request, monotonicMs(), (answered) => after(request, answered), true);
        const after = (request: Request, answered: Answered) => {
          const { outcome, body } = answered;
          if (logIn === null) {
            logIn = answered;
            if (!isLoggedIn(logIn)) return resolve(logIn);
            return void loggedIn().then(() => goOn(body));
          } else if (outcome !== 'ok' && !request.foreign) {
            // Nothing follows from a try at another tenant's data: failed or not, it is on record and leads nowhere.
            if (outcome !== 'timeout' && repeatsLeft-- > 0) return ask(request);
            astray = true;
          }
          goOn(body);
        };
        goOn(null);
      });
    },
    astray: () => astray,
    begin(loadFromMs) {
      session ??= parts.openSession();
      pausingUntil = loadFromMs + session.firstPauseMs * parts.thinkScale;
      wakeUps.set(number, pausingUntil);
    },
    wake(dueMs) {
      if (current !== null) current.giveUp('timeout');
      else if (session !== null) advance(session, null, dueMs);
    },
    alive: () => current !== null || pausingUntil !== null || reachedEnd,
    dueMs: () => pausingUntil,
    leave() {
      left = true;
      parts.connection.drop();
    },
  };
}

/**
 * A log-in that shows another tenant's data is a leak on record. The user stays, because a load that is given up is not
 * judged, and the leak would be lost with it.
 */
export function isLoggedIn({ outcome }: Answered): boolean {
  return outcome === 'ok' || outcome === 'wrong-tenant';
}

function judge(
  request: Request,
  ended: Exchange,
  viewer: Viewer,
): { outcome: RequestOutcome; body: unknown } {
  if (ended.failure !== null) return { outcome: ended.failure, body: null };
  // Read whatever the status is: another tenant's rows under an error are another tenant's rows.
  const body = ended.json();
  const outcome = checkAnswer(request, ended.status, body, viewer);
  return { outcome, body: outcome === 'ok' ? body : null };
}

function dispatchOptions(request: Request, cookie: string | null): Dispatcher.DispatchOptions {
  // As browsers do: a proxy then spends the CPU on compressing that it spends in production.
  const headers: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip' };
  if (cookie !== null) headers.cookie = cookie;
  if (request.body === undefined) return { method: request.method, path: request.path, headers };
  headers['content-type'] = 'application/json';
  return { method: request.method, path: request.path, headers, body: JSON.stringify(request.body) };
}
