import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestOutcomes } from '../../core/evidence/samples.ts';
import { decodeSample, encodeSample, RECORD_BYTES, recordLayout } from './record.ts';

const sample = fc.record({
  plannedUs: fc.double({ min: 0, max: 1e12, noNaN: true }),
  sentUs: fc.double({ min: 0, max: 1e12, noNaN: true }),
  endUs: fc.double({ min: 1e12, max: 2e12, noNaN: true }),
  databaseUs: fc.oneof(fc.constant(Number.NaN), fc.float({ min: 0, noNaN: true, noDefaultInfinity: true })),
  status: fc.nat(999),
  outcome: fc.constantFrom(...requestOutcomes),
  tenant: fc.nat(255),
  endpoint: fc.nat(65_535),
  user: fc.nat(0xffffffff),
  bytes: fc.nat(0xffffffff),
  preparing: fc.boolean(),
});

describe('sample record', () => {
  it('comes back as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(sample, fc.nat(100), (written, before) => {
        const view = new DataView(new ArrayBuffer(before + RECORD_BYTES));
        encodeSample(view, before, written);
        expect(decodeSample(view, before)).toEqual(written);
      }),
    );
  });

  it('is not read out of bytes that are none', () => {
    const view = new DataView(new ArrayBuffer(RECORD_BYTES).slice(0));
    for (let i = 0; i < RECORD_BYTES; i++) view.setUint8(i, 0xff);
    expect(decodeSample(view, 0)).toBeNull();
  });

  it('is laid out without gaps', () => {
    const bytes = { f64: 8, f32: 4, u32: 4, u16: 2, u8: 1 };
    let at = 0;
    for (const field of recordLayout) {
      expect(field.offset).toBe(at);
      at += bytes[field.type];
    }
    expect(at).toBe(RECORD_BYTES);
  });
});
