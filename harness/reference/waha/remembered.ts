import type { Ledger } from './ledger.ts';
import type { Entry } from './record.ts';
import type { SessionState } from './session-state.ts';

interface Remembered {
  /** By name, those that are there. */
  states: Map<string, SessionState>;
  /** Of parameters, since the journal began. */
  changes: Record<string, unknown>;
}

/** What a journal leaves for a new start; the ledger takes in all of it. */
export function rememberedFrom(entries: Iterable<Entry>, ledger: Ledger): Remembered {
  const states = new Map<string, SessionState>();
  const changes: Record<string, unknown> = {};
  for (const entry of entries) {
    ledger.add(entry);
    if (entry.t === 'parameters') Object.assign(changes, entry.changes);
    else if (entry.t === 'gone') states.delete(entry.s);
    else if (entry.t === 'session') {
      const { t: _, s, ...state } = entry;
      states.set(s, state);
    }
  }
  return { states, changes };
}
