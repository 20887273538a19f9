export const storesPerTenant = 4;
export const productsPerTenant = 600;

/** Children of an entity come in a cycle of counts, so that the n-th child's parent is arithmetic, not a lookup. */
export interface Cycle {
  /** Children of parents 0, 1, 2, ... repeating. */
  counts: readonly number[];
}

/** 1.67 pieces an order. */
export const itemsOfOrders: Cycle = { counts: [1, 2, 1, 3, 1, 2] };
/** 1.25 payments an order: most are paid at once, a quarter in two parts. */
export const paymentsOfOrders: Cycle = { counts: [1, 1, 1, 2] };

/** How many children parent `index` has. */
export function childrenOf(cycle: Cycle, index: number): number {
  return cycle.counts[index % cycle.counts.length] ?? 0;
}

/** How many children the parents before `index` have together. */
export function childrenBefore(cycle: Cycle, index: number): number {
  const { counts } = cycle;
  const sum = (upTo: number) => counts.slice(0, upTo).reduce((total, count) => total + count, 0);
  return Math.floor(index / counts.length) * sum(counts.length) + sum(index % counts.length);
}

/** The parent of child `index`, and which of its children it is, both from 0. */
export function parentOf(cycle: Cycle, index: number): { parent: number; child: number } {
  const { counts } = cycle;
  const perRound = childrenBefore(cycle, counts.length);
  let parent = Math.floor(index / perRound) * counts.length;
  let child = index % perRound;
  for (const count of counts) {
    if (child < count) break;
    child -= count;
    parent++;
  }
  return { parent, child };
}
