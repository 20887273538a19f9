import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mobileNumber } from './phone.ts';

describe('mobileNumber', () => {
  it('is valid in India for any index and offset', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(3_999_999_999), (index, offset) => {
        expect(mobileNumber(index, offset)).toMatch(/^\+91[6-9]\d{9}$/);
      }),
    );
  });

  it('repeats none within a tenant', () => {
    const numbers = new Set(Array.from({ length: 50_000 }, (_, index) => mobileNumber(index, 123_456_789)));
    expect(numbers.size).toBe(50_000);
  });
});
