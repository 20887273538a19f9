import type { Stream } from './random.ts';

/**
 * Pauses between two actions of a user.
 *
 * The mean is ours (METHOD.md s7, rule 9: the document does not define a concurrent user): 20 s. It lies inside what is
 * published for desk users of CRM-like systems, scenarios/README.md: Siebel's tuning guide assumes 30 s, 15 s where it is
 * busier; Atlassian's load kits come to an action every 13 s (Jira) and every 36 s (service desk). Log-normal, because
 * times of talking and typing are skewed; the shape hardly moves a percentile (METHOD.md s1).
 */
export const THINK_MEAN_MS = 20_000;

/** Squared coefficient of variation before the cut: 1, as an exponential has. */
const SCV = 1;
/** No pause is longer than this many means, so that nobody sleeps through a run (METHOD.md s1, after TPC-W). */
const CUT = 10;
/**
 * Mean and squared coefficient of variation of min(X, 10) for a log-normal X of mean 1 and scv 1, from
 * E[min(X, c)] = Phi(z - s) + c (1 - Phi(z)), z = (ln c - mu) / s. Dividing by the mean keeps it at exactly 20 s.
 */
const CUT_MEAN = 0.99791;
export const THINK_SCV = 0.952;

/** What the report calls it. */
export const THINK_DISTRIBUTION = `log-normal, mean ${THINK_MEAN_MS / 1000} s an action, scv ${SCV}, cut at ${CUT} x mean`;

/** One pause, milliseconds. */
export function thinkMs(random: Stream): number {
  return (THINK_MEAN_MS / CUT_MEAN) * Math.min(random.logNormal(1, SCV), CUT);
}

/**
 * How long a user who is met at a random moment goes on pausing: a uniform share of a pause that was chosen in
 * proportion to its length (the stationary residual life of a renewal process, Cox 1962, ch. 5). With it the rate of
 * actions is flat from the first second; a plain uniform start would send up to twice the rate after one mean pause.
 */
export function residualMs(random: Stream, draw: (random: Stream) => number, longestMs: number): number {
  for (;;) {
    const ms = draw(random);
    if (random.float() * longestMs < ms) return ms * random.float();
  }
}

/** The longest pause that `thinkMs` gives. */
export const LONGEST_THINK_MS = (THINK_MEAN_MS * CUT) / CUT_MEAN;
