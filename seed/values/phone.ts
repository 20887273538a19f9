import { greatestCommonDivisor } from '../../scenarios/lib/dealing.ts';
import { fourDigits } from './digits.ts';

/** Indian mobile numbers have ten digits and start with 6 to 9: so many there are. */
const span = 4_000_000_000;
const first = 6_000_000_000;

/**
 * `+91` and a mobile number valid in India. For one `offset` (a tenant's) no two `index` below four thousand million give
 * the same number: the step shares no divisor with the span, so it visits every number once.
 */
export function mobileNumber(index: number, offset: number): string {
  const number = first + ((index * step + offset) % span);
  // In parts: writing a number above 2^31 out takes longer than all the rest.
  const upper = Math.floor(number / 10_000);
  const head = Math.floor(upper / 10_000);
  return `+91${head}${fourDigits[upper - head * 10_000]}${fourDigits[number - upper * 10_000]}`;
}

/** The greatest offset that a tenant can have. */
export const largestOffset = span - 1;

const step = (() => {
  let candidate = 1_618_033_989;
  while (greatestCommonDivisor(candidate, span) !== 1) candidate++;
  return candidate;
})();
