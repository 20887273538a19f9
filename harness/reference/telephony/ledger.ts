/** Counts of what came in, what became of it, and what went out; since the program's journal begins, but webhooks since it runs. */
export class Ledger {
  /** Calls asked for and taken. */
  asked = 0;
  /** Requests for a call that were refused, by status. */
  refused: Record<string, number> = {};
  /** Calls that were asked for under a name that another call has already. They are made: a telephone system knows no better. */
  doubled = 0;
  /** Calls that a phone has agreed to make. */
  referred = 0;
  /** Calls that reached Kamailio. */
  setUp = 0;
  answered = 0;
  /** Calls that talked at once, at most. */
  mostTalking = 0;
  ended = 0;
  /** Calls that failed, by SIP status, and by reason. */
  failedByStatus: Record<string, number> = {};
  failedByReason: Record<string, number> = {};
  /** Events of calls that are not in the records. */
  unknownEvents = 0;
  /** Events that said nothing new. */
  repeatedEvents = 0;
  webhooks = { sent: 0, delivered: 0, retried: 0, givenUp: 0 };
}

/** Adds one to a count by name. */
export function countIn(counts: Record<string, number>, name: string | number): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
