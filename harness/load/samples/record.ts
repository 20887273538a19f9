import { type RequestOutcome, requestOutcomes } from '../../core/evidence/samples.ts';

/**
 * One request as an engine saw it. Times are microseconds since the clock origin in `samples.json`.
 * The file `samples.bin` is nothing but these records, one after the other, in the order in which the requests ended.
 */
export interface Sample {
  /** When it should have been sent: the end of the user's previous answer plus the drawn pause. */
  plannedUs: number;
  sentUs: number;
  /** Last byte read, or the moment it was given up. */
  endUs: number;
  /** Database time that the server reported; NaN where it reported none. */
  databaseUs: number;
  /** HTTP status; 0 where none arrived. */
  status: number;
  outcome: RequestOutcome;
  /** Indices into the tables of `samples.json`. */
  tenant: number;
  endpoint: number;
  user: number;
  bytes: number;
  /** Sent to get users logged in and to their place in the day: not measured traffic. */
  preparing: boolean;
}

export const RECORD_BYTES = 44;

/** Field, type and offset of each record, written into `samples.json` so that the file can be read without this code. */
export const recordLayout = [
  { field: 'plannedUs', type: 'f64', offset: 0 },
  { field: 'sentUs', type: 'f64', offset: 8 },
  { field: 'endUs', type: 'f64', offset: 16 },
  { field: 'databaseUs', type: 'f32', offset: 24 },
  { field: 'user', type: 'u32', offset: 28 },
  { field: 'bytes', type: 'u32', offset: 32 },
  { field: 'status', type: 'u16', offset: 36 },
  { field: 'endpoint', type: 'u16', offset: 38 },
  { field: 'outcome', type: 'u8', offset: 40 },
  { field: 'tenant', type: 'u8', offset: 41 },
  { field: 'preparing', type: 'u16', offset: 42 },
] as const;

const codeOf = new Map(requestOutcomes.map((outcome, code) => [outcome, code]));

/** Writes `sample` at `offset`, little-endian. Values beyond their field's range are cut to it. */
export function encodeSample(view: DataView, offset: number, sample: Sample): void {
  view.setFloat64(offset, sample.plannedUs, true);
  view.setFloat64(offset + 8, sample.sentUs, true);
  view.setFloat64(offset + 16, sample.endUs, true);
  view.setFloat32(offset + 24, sample.databaseUs, true);
  view.setUint32(offset + 28, sample.user, true);
  view.setUint32(offset + 32, Math.min(sample.bytes, 0xffffffff), true);
  view.setUint16(offset + 36, sample.status, true);
  view.setUint16(offset + 38, sample.endpoint, true);
  view.setUint8(offset + 40, codeOf.get(sample.outcome) ?? 0xff);
  view.setUint8(offset + 41, sample.tenant);
  view.setUint16(offset + 42, sample.preparing ? 1 : 0, true);
}

/** Reads the record at `offset`, or null where the bytes are no record. */
export function decodeSample(view: DataView, offset: number): Sample | null {
  const outcome = requestOutcomes[view.getUint8(offset + 40)];
  const sentUs = view.getFloat64(offset + 8, true);
  const endUs = view.getFloat64(offset + 16, true);
  const plannedUs = view.getFloat64(offset, true);
  // Negated, so that NaN is caught as well.
  if (outcome === undefined || !(endUs >= sentUs) || !Number.isFinite(endUs) || !Number.isFinite(plannedUs)) {
    return null;
  }
  return {
    plannedUs,
    sentUs,
    endUs,
    databaseUs: view.getFloat32(offset + 24, true),
    user: view.getUint32(offset + 28, true),
    bytes: view.getUint32(offset + 32, true),
    status: view.getUint16(offset + 36, true),
    endpoint: view.getUint16(offset + 38, true),
    outcome,
    tenant: view.getUint8(offset + 41),
    preparing: view.getUint16(offset + 42, true) !== 0,
  };
}
