import { greatestCommonDivisor } from '../scenarios/lib/dealing.ts';

/**
 * Maps `u` in [0, 1) to one of `count` ranks so that few ranks are drawn often and most are drawn seldom.
 * The rank is a mix of a straight line and a power of u: rank 0 is drawn `1 / floor` times as often as the mean at any
 * count, the last one `1 / (floor + power * (1 - floor))` times. Only multiplications, so every engine gives the same rank.
 */
export function skewedRank(u: number, count: number, shape: { floor: number; power: 2 | 3 }): number {
  const bent = shape.power === 2 ? u * u : u * u * u;
  const at = shape.floor * u + (1 - shape.floor) * bent;
  return Math.min(count - 1, Math.floor(at * count));
}

/** Spreads ranks over indexes 0..count-1 one to one, so that the busy ones do not stand side by side. */
export function scattered(rank: number, count: number): number {
  return (rank * stepFor(count)) % count;
}

const golden = 0.6180339887498949;
const steps = new Map<number, number>();

/** A step near the golden section of `count` that shares no divisor with it. */
function stepFor(count: number): number {
  let step = steps.get(count);
  if (step === undefined) {
    step = Math.max(1, Math.floor(count * golden));
    while (greatestCommonDivisor(step, count) !== 1) step++;
    steps.set(count, step);
  }
  return step;
}
