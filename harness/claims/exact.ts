import type { Unit } from '../core/units.ts';
import type { Observed } from '../core/verdict.ts';
import { CONFIDENCE } from '../stats/looks.ts';

/** Something that was counted, not estimated: both ends of its interval are the count. */
export function exactly(value: number, unit: Unit, samples: number, sampleUnit: string): Observed {
  return { value, lower: value, upper: value, unit, confidence: CONFIDENCE, samples, sampleUnit };
}
