/** What a drawn call does, and how the stand-in behaves; set by `POST /parameters`. Shares are from 0 to 1. */
export interface Parameters {
  /** Milliseconds that the called phone rings before somebody answers: drawn evenly between them. */
  ringMs: [number, number];
  /** Milliseconds from the answer until the caller hangs up: drawn evenly between them. */
  talkMs: [number, number];
  /** Of all calls, those that nobody answers, and those that find the phone busy. */
  noAnswerShare: number;
  busyShare: number;
  /** Milliseconds after which a phone that rings is given up. */
  ringLimitMs: number;
  /** Calls that may be asked for in a minute; more are answered with 429. */
  callsPerMinute: number;
  /** Milliseconds before a webhook is tried a second time; each further time takes twice as long. */
  webhookRetryMs: number;
  /** Seconds that a recording is kept. */
  recordingsKeptS: number;
}

/** What goes wrong on purpose; set by `POST /faults`. */
export interface Faults {
  /** This status to whoever asks for a call, and no call. */
  refuseWith: number | null;
  /** Milliseconds that an answer to whoever asks for a call takes longer. */
  stallMs: number;
  /** Each webhook goes out twice. */
  doubleWebhooks: boolean;
  /** Webhooks do not go out at all, and count as given up. */
  dropWebhooks: boolean;
}

/**
 * Talks for 3 minutes on average, as call centres are sized for; of an Indian platform's outgoing calls 47 of 100 were answered.
 * How the others divide, and how long it rings, is assumed.
 */
export const usualParameters: Parameters = {
  ringMs: [2_000, 12_000],
  talkMs: [60_000, 300_000],
  noAnswerShare: 0.45,
  busyShare: 0.08,
  ringLimitMs: 30_000,
  callsPerMinute: 200,
  webhookRetryMs: 1_000,
  recordingsKeptS: 24 * 3600,
};

export const noFaults: Faults = { refuseWith: null, stallMs: 0, doubleWebhooks: false, dropWebhooks: false };

/** Takes over what `given` names. Throws one sentence where a name or a value does not fit, and takes over nothing. */
export function setParameters(current: Parameters, given: unknown): void {
  const next = { ...current, ...checked(current, given) };
  for (const name of ['ringMs', 'talkMs'] as const)
    if (next[name][0] > next[name][1]) throw new Error(`${name} must be [least, most]`);
  if (next.noAnswerShare + next.busyShare > 1)
    throw new Error('noAnswerShare and busyShare must not be more than 1 together');
  if (next.ringMs[1] >= next.ringLimitMs)
    throw new Error('ringMs must stay below ringLimitMs, or calls that are answered would not be');
  Object.assign(current, next);
}

/** As `setParameters`, for faults. */
export function setFaults(current: Faults, given: unknown): void {
  const next = { ...current, ...checked(current, given) };
  if (next.refuseWith !== null && (next.refuseWith < 400 || next.refuseWith > 599))
    throw new Error('refuseWith must be a status from 400 to 599, or null');
  Object.assign(current, next);
}

function checked<T extends object>(current: T, given: unknown): Partial<T> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('wanted: one JSON object');
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(current, name))
      throw new Error(`unknown: ${name}; known: ${Object.keys(current).join(', ')}`);
    if (!fits(name, (current as Record<string, unknown>)[name], value))
      throw new Error(`${name} has a value that does not fit`);
  }
  return given as Partial<T>;
}

function fits(name: string, like: unknown, value: unknown): boolean {
  if (name === 'refuseWith') return value === null || Number.isInteger(value);
  if (Array.isArray(like)) return Array.isArray(value) && value.length === 2 && value.every(isAmount);
  if (typeof like === 'boolean') return typeof value === 'boolean';
  return isAmount(value) && (!name.endsWith('Share') || value <= 1);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
