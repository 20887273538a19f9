import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestOffset, mobileNumber } from './phone.ts';

describe('mobileNumber', () => {
  it('is valid in India for any index and offset', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(3_999_999_999), (index, offset) => {
        expect(mobileNumber(index, offset)).toMatch(/^\+91[6-9]\d{9}$/);
      }),
    );
  });

  it('begins at the offset and goes on by a fixed step', () => {
    expect(mobileNumber(0, 0)).toBe('+916000000000');
    expect(mobileNumber(0, 1_000_203)).toBe('+916001000203');
    const step = Number(mobileNumber(1, 0).slice(3)) - 6_000_000_000;
    expect(mobileNumber(2, 7)).toBe(`+91${6_000_000_000 + ((2 * step + 7) % 4_000_000_000)}`);
    expect(mobileNumber(0, largestOffset)).toBe('+919999999999');
  });

  it('repeats none within a tenant', () => {
    const numbers = new Set(Array.from({ length: 50_000 }, (_, index) => mobileNumber(index, 123_456_789)));
    expect(numbers.size).toBe(50_000);
  });
});
