/** How the push service misbehaves: for so many requests, then it is well again. */
export interface PlannedFault {
  /**
   * `reset` ends the connection before anything is taken, `reset-after` when all was: the sender cannot tell them apart.
   * `delay` answers as usual, later.
   */
  kind: '404' | '410' | '413' | '429' | '500' | 'reset' | 'reset-after' | 'delay';
  /** Requests that it holds for. */
  times: number;
  /** Of this subscription alone; left out: of all. */
  subscriptionId?: string;
  /** With 429. */
  retryAfterS?: number;
  /** Milliseconds before the answer. */
  delayMs?: number;
}

const kinds = ['404', '410', '413', '429', '500', 'reset', 'reset-after', 'delay'];

export interface Faults {
  /** Adds one; throws RangeError where it is none. */
  plan(fault: unknown): void;
  clear(): void;
  /** The fault of the next request to this subscription, which counts as one of its times; null: none. */
  next(subscriptionId: string): PlannedFault | null;
}

/** None planned. */
export function createFaults(): Faults {
  let planned: PlannedFault[] = [];
  return {
    plan(fault) {
      planned.push(checked(fault));
    },
    clear() {
      planned = [];
    },
    next(subscriptionId) {
      const found = planned.find(({ subscriptionId: of }) => of === undefined || of === subscriptionId);
      if (!found) return null;
      found.times--;
      if (found.times <= 0) planned = planned.filter((one) => one !== found);
      return found;
    },
  };
}

function checked(fault: unknown): PlannedFault {
  const { kind, times = 1, subscriptionId, retryAfterS, delayMs } = (fault ?? {}) as Record<string, unknown>;
  if (typeof kind !== 'string' || !kinds.includes(kind))
    throw new RangeError(`kind is one of ${kinds.join(', ')}`);
  if (!isCount(times) || times < 1) throw new RangeError('times is a whole number from 1');
  if (subscriptionId !== undefined && typeof subscriptionId !== 'string')
    throw new RangeError('subscriptionId is a text');
  if (retryAfterS !== undefined && !isCount(retryAfterS))
    throw new RangeError('retryAfterS is a whole number');
  if (delayMs !== undefined && !isCount(delayMs)) throw new RangeError('delayMs is a whole number');
  return {
    kind: kind as PlannedFault['kind'],
    times,
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000_000;
}
