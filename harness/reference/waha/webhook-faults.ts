/** What befalls webhooks while it is set. */
export interface WebhookFaults {
  /** Each is posted twice, under one id: as where the answer to the first was lost. */
  duplicate: boolean;
  /** Each waits for a time of its own, up to so many ms, so that they arrive in any order; 0: none does. */
  reorderMs: number;
  /** None is posted: they wait, and count against the queue's cap. */
  hold: boolean;
}

export const noWebhookFaults: Readonly<WebhookFaults> = { duplicate: false, reorderMs: 0, hold: false };

/** The faults with some of them changed. Throws a RangeError, one sentence, for what is none. */
export function changedFaults(now: WebhookFaults, changes: Readonly<Record<string, unknown>>): WebhookFaults {
  const { duplicate = now.duplicate, reorderMs = now.reorderMs, hold = now.hold, ...more } = changes;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new RangeError(`a fault of webhooks has no ${unknown.slice(0, 40)}`);
  if (typeof duplicate !== 'boolean') throw new RangeError('duplicate must be true or false');
  if (typeof hold !== 'boolean') throw new RangeError('hold must be true or false');
  if (typeof reorderMs !== 'number' || !(reorderMs >= 0 && reorderMs <= 600_000))
    throw new RangeError('reorderMs must be a number from 0 to 600000');
  return { duplicate, reorderMs, hold };
}
