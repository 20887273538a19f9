/** Three hexadecimal digits of each number of twelve bits: few enough to stay in the processor's cache. */
const upper = Array.from({ length: 0x1000 }, (_, value) => value.toString(16).toUpperCase().padStart(3, '0'));
const lower = upper.map((digits) => digits.toLowerCase());
const twoUpper = upper.slice(0, 0x100).map((digits) => digits.slice(1));
const twoLower = lower.slice(0, 0x100).map((digits) => digits.slice(1));

/** Eight upper-case hexadecimal digits of 32 bits. */
export function hexUpper(word: number): string {
  return (
    (upper[word >>> 20] as string) +
    (upper[(word >>> 8) & 0xfff] as string) +
    (twoUpper[word & 0xff] as string)
  );
}

/** Eight lower-case hexadecimal digits of 32 bits. */
export function hexLower(word: number): string {
  return (
    (lower[word >>> 20] as string) +
    (lower[(word >>> 8) & 0xfff] as string) +
    (twoLower[word & 0xff] as string)
  );
}

/** Maps 32 bits to 32 bits one to one, so that ids made of an index differ and do not look counted. */
export function mixed(word: number): number {
  const spread = Math.imul(word + 0x7f4a7c15, 0x9e3779b1);
  return Math.imul(spread ^ (spread >>> 15), 0x85ebca6b) >>> 0;
}
