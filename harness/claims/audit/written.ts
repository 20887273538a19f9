import type { Claim } from '../../core/claim.ts';
import { GIB, groupDigits } from '../../core/units.ts';

const sixDecimals = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 6 });

/** A figure that a reader calculates with, not rounded before its sixth decimal. */
export function exactly(value: number): string {
  return sixDecimals.format(value);
}

/** Always in GB, however many, so that figures of one line can be added up: `1,024 GB`. */
export function gigabytes(bytes: number): string {
  return `${groupDigits(bytes / GIB)} GB`;
}

/** `62.5 %`. */
export function percent(share: number): string {
  return `${groupDigits(share * 100)} %`;
}

/** Upper end of a range, or the one figure of a claim. */
export function upperEnd(claim: Claim): number {
  return claim.upTo ?? claim.bound;
}

/** `1,000` or `1,000 to 2,000`, without a unit. */
export function endsOf(claim: Claim): string {
  return claim.upTo === null
    ? groupDigits(claim.bound)
    : `${groupDigits(claim.bound)} to ${groupDigits(claim.upTo)}`;
}
