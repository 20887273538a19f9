/** Numbers that are stamped, printed and engraved: none twice, and none that looks counted. */

/** Maps 0..count-1 onto itself one to one; `step` has no divisor in common with `count`. Exact while count x step is. */
function shuffled(number: number, step: number, count: number): number {
  return (number * step) % count;
}

/** HUIDs have six places of 36 characters. */
const huids = 36 ** 6;

/** Hallmark unique identification of a hallmarked piece: six letters and digits, another one for each `number`. */
export function huidOf(number: number): string {
  return shuffled(number + 1, 1_345_294_337, huids)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0');
}

const reports = 10_000_000;

/** Number of a gem laboratory's report, another one for each `number` below ten million. */
export function reportNumberOf(prefix: string, number: number): string {
  return prefix + String(shuffled(number + 1, 6_180_339, reports)).padStart(7, '0');
}

const labels = 1_000_000_000;

/** Label in the shop's own range of EAN-13, which begins with 2: another one for each `number`, with its check digit. */
export function barcodeOf(number: number): string {
  const digits = `200${String(shuffled(number + 1, 618_033_989, labels)).padStart(9, '0')}`;
  return digits + checkDigitOf(digits);
}

/** The digit that makes the sum of all, every second one counted three times from the right, a multiple of ten. */
function checkDigitOf(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) sum += Number(digits[at]) * (at % 2 === 0 ? 1 : 3);
  return (10 - (sum % 10)) % 10;
}
