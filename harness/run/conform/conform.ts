import { messageOf } from '../../core/errors.ts';
import { type Ask, type Asked, judge, type Seen } from './ask.ts';
import { type Session, send, type Target, unreachable } from './client.ts';

/** What may be asked beside what only reads. */
export interface Allowed {
  writes: boolean;
  /** What reaches a person too. */
  reaches: boolean;
}

/** How far the questions have come. */
interface Course {
  target: Target;
  allowed: Allowed;
  seen: Seen;
  session: Session;
  /** Whether anything was answered yet. */
  answered: boolean;
  /** Whether it was not let in, so that all that wants a session or a key would say the same. */
  shut: boolean;
}

/**
 * Asks a system one question after the other and judges each answer. Throws HarnessError 'unreachable' where the first of
 * them gets no answer; a later silence is that question's fault.
 */
export async function conform(
  target: Target,
  asks: readonly Ask[],
  allowed: Allowed,
  signal: AbortSignal,
): Promise<Asked[]> {
  const course: Course = {
    target,
    allowed,
    seen: new Map(),
    session: { cookie: '' },
    answered: false,
    shut: false,
  };
  const results: Asked[] = [];
  for (const ask of asks) {
    signal.throwIfAborted();
    const { method, route, asked, required } = ask;
    results.push({ method, route, asked, required, ...(await put(ask, course)) });
  }
  return results;
}

async function put(ask: Ask, course: Course): Promise<Pick<Asked, 'outcome' | 'reason'>> {
  const { seen, session, target } = course;
  const kept = course.shut && !ask.bare ? 'it was not let in' : heldBack(ask, course.allowed);
  if (kept !== null) return { outcome: 'not asked', reason: kept };
  const path = ask.path === undefined ? ask.route : ask.path(seen);
  if (path === null) return { outcome: 'not asked', reason: 'nothing was seen to ask for' };
  const judged = await send(target, session, { ask, path, seen }).then(
    (answer) => {
      course.answered = true;
      const found = judge(ask, answer, seen);
      if (found.outcome === 'ok') ask.keep?.(answer.body, seen);
      return found;
    },
    (error) => {
      if (!course.answered) throw unreachable(target, error);
      return { outcome: 'wrong' as const, reason: `no answer: ${messageOf(error)}` };
    },
  );
  if (ask.opens && judged.outcome !== 'ok') course.shut = true;
  return judged;
}

function heldBack({ writes, reaches }: Ask, allowed: Allowed): string | null {
  if (reaches && !allowed.reaches) return 'it reaches a person: --reach';
  return writes && !allowed.writes ? 'it writes: --write' : null;
}

/** Whether something that is required is missing or wrong. */
export function falls(results: readonly Asked[]): boolean {
  return results.some(({ required, outcome }) => required && (outcome === 'missing' || outcome === 'wrong'));
}
