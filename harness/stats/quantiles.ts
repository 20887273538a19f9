import betaInverse from '@stdlib/stats-base-dists-beta-quantile';
import normalInverse from '@stdlib/stats-base-dists-normal-quantile';
import tInverse from '@stdlib/stats-base-dists-t-quantile';

/** Value below which a standard normal variable lies with probability `p`. Throws a RangeError unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  return finite(normalInverse(p, 0, 1), `normal quantile at ${p}`);
}

/** Value below which a t variable with `degrees` of freedom lies with probability `p`. Throws a RangeError out of range. */
export function tQuantile(p: number, degrees: number): number {
  return finite(tInverse(p, degrees), `t quantile at ${p} with ${degrees} degrees of freedom`);
}

/** Value below which a Beta(a, b) variable lies with probability `p`. Throws a RangeError out of range. */
export function betaQuantile(p: number, a: number, b: number): number {
  return finite(betaInverse(p, a, b), `beta quantile at ${p} with a = ${a}, b = ${b}`);
}

function finite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`no ${what}`);
  return value;
}
