/** A value at a second; null where there was nothing to see. */
export type Point = [second: number, value: number | null];

/** How several seconds become one point. Percentiles are never averaged: the largest stands for its neighbours. */
export type Thinning = 'largest' | 'mean';

export const mostPoints = 600;

/** At most `mostPoints` points, each for equally many seconds; as given where there are few enough. */
export function thin(points: readonly Point[], how: Thinning): Point[] {
  const step = stepOf(points.length);
  if (step === 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / step) }, (_, index) => {
    const group = points.slice(index * step, (index + 1) * step);
    return [group[0]?.[0] ?? 0, joined(group, how)];
  });
}

/** How many seconds one point stands for. */
export function stepOf(length: number): number {
  return Math.max(1, Math.ceil(length / mostPoints));
}

function joined(group: readonly Point[], how: Thinning): number | null {
  const values = group.flatMap(([, value]) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  return how === 'largest'
    ? Math.max(...values)
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
