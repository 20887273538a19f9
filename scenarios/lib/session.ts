import type { Journey, Request, Step } from './request.ts';
import type { User } from './user.ts';

/** One user's endless working day. Never throws, never ends, and never goes two actions without a pause. */
export interface Session {
  /**
   * What must be asked before the day is joined: log-in first, then whatever brings the user to the point of the day at
   * which it is met. Sent before the measurement, without pauses, and no part of the measured traffic.
   */
  prepare(): Generator<Request, void, unknown>;
  /** The pause in which the user is when the load begins. */
  firstPauseMs: number;
  /** The next request or pause, given the answer to the last request (null: it was not as it should be). */
  next(answer: unknown): Step;
}

export interface SessionParts {
  user: User;
  logIn(user: User): Generator<Request, void, unknown>;
  /** The journey in which the user is met, and how many of its actions lie behind. */
  first: { journey: Journey; actionsBehind: number };
  /** A fresh journey, each time the last one is done. */
  run(user: User): Journey;
  firstPauseMs: number;
}

/** Requests that may follow one another without a pause; a journey with more is cut by one. */
const LONGEST_ACTION = 20;

/**
 * A session that starts somewhere in a journey, not at its beginning, so that a short run meets the later steps of the
 * journeys as often as a long one does.
 */
export function startSession(parts: SessionParts): Session {
  const { user } = parts;
  let { journey } = parts.first;
  let inAction = 0;

  const step = (answer: unknown): Step => {
    const result = journey.next(answer);
    if (!result.done) return result.value;
    journey = parts.run(user);
    // A journey that forgot its last pause, or had nothing to do, must not become a hot loop.
    return inAction > 0 ? user.pause() : firstOf(journey, user);
  };
  return {
    *prepare() {
      yield* parts.logIn(user);
      yield* passed(journey, parts.first.actionsBehind);
    },
    firstPauseMs: parts.firstPauseMs,
    next(answer) {
      const next = inAction < LONGEST_ACTION ? step(answer) : user.pause();
      inAction = next.kind === 'pause' ? 0 : inAction + 1;
      return next;
    },
  };
}

/** The requests of a journey's first `actions` actions, without their pauses. */
function* passed(journey: Journey, actions: number): Generator<Request, void, unknown> {
  let answer: unknown = null;
  for (let left = actions; left > 0; ) {
    const { done, value } = journey.next(answer);
    if (done) return;
    answer = value.kind === 'request' ? yield value : null;
    if (value.kind === 'pause') left--;
  }
}

function firstOf(journey: Journey, user: User): Step {
  const first = journey.next(null);
  return first.done ? user.pause() : first.value;
}
