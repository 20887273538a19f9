import { greatestCommonDivisor } from './skew.ts';

/** Indian mobile numbers have ten digits and start with 6 to 9: so many there are. */
const span = 4_000_000_000;
const first = 6_000_000_000;

/**
 * `+91` and a mobile number valid in India. For one `offset` (a tenant's) no two `index` below four thousand million give
 * the same number: the step shares no divisor with the span, so it visits every number once.
 */
export function mobileNumber(index: number, offset: number): string {
  return `+91${first + ((index * step + offset) % span)}`;
}

const step = (() => {
  let candidate = 1_618_033_989;
  while (greatestCommonDivisor(candidate, span) !== 1) candidate++;
  return candidate;
})();
