/** How the stand-in behaves. Times in ms, shares from 0 to 1. No source says how fast WhatsApp is: the values are assumptions of ours. */
export interface Parameters {
  /** How long a session is STARTING. */
  startMs: number;
  /** 1: a session pairs itself, as if somebody held a phone to it; 0: it shows QR codes until POST /pair. */
  pairsItself: number;
  /** A QR code is replaced after this; after six the session is FAILED. */
  qrMs: number;
  /** A send waits so long for its session to be WORKING, looking every 0.5 s, before it is refused with 422. */
  stallMs: number;
  /** One account sends one message after another, each for a time of this median. */
  sendMedianMs: number;
  /** Of all times drawn: standard deviation of their logarithm. */
  spread: number;
  /** Sends that WhatsApp refuses, answered with 500. */
  failureShare: number;
  /** A session that sends more in a minute is banned; 0: it may. */
  banAbovePerMinute: number;
  /** A send that gets its session banned. */
  banShare: number;
  /** Messages taken that end with ack -1. */
  ackErrorShare: number;
  ackServerMs: number;
  deliveredShare: number;
  ackDeviceMs: number;
  /** Of those delivered. */
  readShare: number;
  ackReadMs: number;
  /** Numbers that have no WhatsApp, by their digits: always the same ones. */
  unknownShare: number;
  webhookTimeoutMs: number;
  /** Webhooks on their way at once, over all sessions. */
  webhookConcurrency: number;
  /** Webhooks that are not concluded, with those that wait to be tried again; what comes on top is dropped, and counted. */
  webhookQueue: number;
  seed: number;
}

type Rule = readonly [fallback: number, least: number, most: number, whole?: true];
const ms = (fallback: number): Rule => [fallback, 0, 3_600_000];
const share = (fallback: number): Rule => [fallback, 0, 1];

const rules: Record<keyof Parameters, Rule> = {
  startMs: ms(500),
  pairsItself: [1, 0, 1, true],
  qrMs: [20_000, 10, 3_600_000],
  stallMs: ms(5000),
  sendMedianMs: ms(100),
  spread: [0.4, 0, 3],
  failureShare: share(0),
  banAbovePerMinute: [0, 0, 1_000_000, true],
  banShare: share(0),
  ackErrorShare: share(0),
  ackServerMs: ms(100),
  deliveredShare: share(0.97),
  ackDeviceMs: ms(800),
  readShare: share(0.7),
  ackReadMs: ms(3000),
  unknownShare: share(0),
  webhookTimeoutMs: [30_000, 10, 3_600_000],
  webhookConcurrency: [32, 1, 1024, true],
  webhookQueue: [20_000, 1, 1_000_000, true],
  seed: [1, 0, 2_147_483_647, true],
};

const names = Object.keys(rules) as (keyof Parameters)[];

export const fallbacks = Object.fromEntries(
  names.map((name) => [name, rules[name][0]]),
) as unknown as Parameters;

/** What the environment calls it: `sendMedianMs` is WAHA_SEND_MEDIAN_MS. */
export function environmentName(name: keyof Parameters): string {
  return `WAHA_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The parameters with some of them changed. Throws a RangeError, one sentence, for one that is unknown or out of range. */
export function changed(now: Parameters, changes: Readonly<Record<string, unknown>>): Parameters {
  const next = { ...now };
  for (const [name, value] of Object.entries(changes)) {
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof Parameters] : undefined;
    if (rule === undefined) throw new RangeError(`there is no parameter ${name.slice(0, 40)}`);
    const [, least, most, whole] = rule;
    if (typeof value !== 'number' || !(value >= least && value <= most) || (whole && value % 1 !== 0))
      throw new RangeError(
        `${name} must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`,
      );
    next[name as keyof Parameters] = value;
  }
  return next;
}

/** Reads those that the environment names. Throws a RangeError as `changed` does. */
export function parametersFrom(env: Readonly<Record<string, string | undefined>>): Parameters {
  const given: Record<string, number> = {};
  for (const name of names) {
    const text = env[environmentName(name)];
    if (text !== undefined && text !== '') given[name] = Number(text);
  }
  return changed(fallbacks, given);
}
