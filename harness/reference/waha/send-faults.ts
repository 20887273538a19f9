const faultKinds = ['timeout', 'reset', 'garbage', '422', '429', '500', 'die'] as const;

export interface SendFault {
  kind: (typeof faultKinds)[number];
  /** How many sends it befalls; null: all, until it is cleared. */
  count: number | null;
  /** Whether the message is sent on all the same, before the caller is told something else. */
  after: boolean;
  /** Sends of this session alone. */
  session: string | null;
  retryAfterSeconds: number;
}

/** Faults that befall sends, in the order in which they were asked for. */
export class SendFaults {
  #waiting: SendFault[] = [];

  /** One more, after those that are there. */
  plan(fault: Readonly<SendFault>): void {
    this.#waiting.push({ ...fault });
  }

  /** None any more. */
  clear(): void {
    this.#waiting = [];
  }

  /** What is still to come. */
  list(): readonly SendFault[] {
    return this.#waiting;
  }

  /** The fault that befalls the next send of that session, if any: it counts as used. */
  next(session: string): SendFault | null {
    const fault = this.#waiting.find((one) => one.session === null || one.session === session);
    if (fault === undefined) return null;
    if (fault.count !== null) {
      fault.count -= 1;
      if (fault.count <= 0) this.#waiting = this.#waiting.filter((one) => one !== fault);
    }
    return fault;
  }
}

/** The same as a fault asked for in a request; a `count` of 'all' is null. Throws a RangeError for one that is none. */
export function sendFaultFrom(given: Readonly<Record<string, unknown>>): SendFault {
  const { kind, count = 1, after = false, session = null, retryAfterSeconds = 1, ...more } = given;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new RangeError(`a fault of sends has no ${unknown.slice(0, 40)}`);
  const known = faultKinds.find((one) => one === String(kind));
  if (known === undefined) throw new RangeError(`kind must be one of ${faultKinds.join(', ')}`);
  if (count !== 'all' && !(Number.isInteger(count) && (count as number) > 0))
    throw new RangeError("count must be a whole number above 0, or 'all'");
  if (typeof after !== 'boolean') throw new RangeError('after must be true or false');
  if (session !== null && typeof session !== 'string') throw new RangeError('session must be a name');
  if (typeof retryAfterSeconds !== 'number' || !(retryAfterSeconds >= 0))
    throw new RangeError('retryAfterSeconds must be a number, not below 0');
  return {
    kind: known,
    count: count === 'all' ? null : (count as number),
    after,
    session,
    retryAfterSeconds,
  };
}
