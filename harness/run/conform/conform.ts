import { messageOf } from '../../core/errors.ts';
import { type Ask, type Asked, judge, type Seen, type Unasked } from './ask.ts';
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
  /** Of what was made: where it is taken away again, unless a question has done so. */
  undo: Ask['undo'][];
  /** Paths of what a question took away. */
  gone: Set<string>;
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
    undo: [],
    gone: new Set(),
    shut: false,
  };
  const results: Asked[] = [];
  try {
    for (const ask of asks) {
      signal.throwIfAborted();
      const { method, route, asked, required } = ask;
      results.push({ method, route, asked, required, ...(await put(ask, course)) });
    }
    return results;
  } finally {
    await takeAway(course);
  }
}

/** What was made and is still there. That it cannot be taken away is no fault of an answer: it stays. */
async function takeAway({ undo, gone, seen, session, target }: Course): Promise<void> {
  const route = 'clean-up';
  for (const one of undo) {
    const path = one?.(seen) ?? null;
    if (path === null || gone.has(path)) continue;
    const ask = { method: 'DELETE', route, asked: '', required: false, expect: [] } as const;
    await send(target, session, { ask, path, seen }).catch(() => {});
  }
}

async function put(ask: Ask, course: Course): Promise<Pick<Asked, 'outcome' | 'reason' | 'unasked'>> {
  const { seen, session, target } = course;
  const not = (reason: string, unasked: Unasked) => ({ outcome: 'not asked' as const, reason, unasked });
  if (course.shut && !ask.bare) return not('it was not let in', 'shut');
  const kept = heldBack(ask, course.allowed);
  if (kept !== null) return not(kept, 'option');
  const path = ask.path === undefined ? ask.route : ask.path(seen);
  if (path === null) return not('nothing was seen to ask for', 'no row');
  course.undo.push(ask.undo);
  const judged = await send(target, session, { ask, path, seen }).then(
    (answer) => {
      course.answered = true;
      const found = judge(ask, answer, seen);
      if (found.outcome === 'ok') ask.keep?.(answer.body, seen);
      if (found.outcome === 'ok' && ask.method === 'DELETE') course.gone.add(path);
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

function heldBack({ writes, reaches, wants }: Ask, allowed: Allowed): string | null {
  const lacks = [
    ...(writes && !allowed.writes ? ['--write'] : []),
    ...(reaches && !allowed.reaches ? ['--reach'] : []),
    ...(wants === undefined ? [] : [wants]),
  ];
  if (lacks.length === 0) return null;
  return `${reaches ? 'it reaches a person' : writes ? 'it writes' : 'it needs a name'}: ${lacks.join(' ')}`;
}
