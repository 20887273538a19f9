import { type Deal, tenantOf } from '../../../scenarios/lib/dealing.ts';
import type { Cycle } from '../../counts.ts';

/** Tenants begin the cycle at different places, so that what is rare does not come to all of them at once. */
export const cycleShift = 5;

/**
 * Parents that are dealt to tenants, and their children, numbered from 0 in the order of the parents. The cycle runs by
 * each tenant's own parents, so every tenant has the same mix whatever its share. Nothing is stored but one period.
 */
export class Family {
  /** How many children all parents have. */
  readonly total: number;
  /** Parents after which deal and cycle are where they began, or all parents where they are fewer. */
  readonly #period: number;
  /** Children of the parents of a period before each of them, and of all of them at the end. */
  readonly #before: Int32Array;
  /** The parent of each child of a period. */
  readonly #parents: Int32Array;

  constructor(deal: Deal, cycle: Cycle, parents: number) {
    const period = Math.max(1, Math.min(deal.round.length * cycle.length, parents));
    const before = new Int32Array(period + 1);
    const numbers = deal.places.map((_, tenant) => tenant * cycleShift);
    for (let parent = 0; parent < period; parent++) {
      const tenant = tenantOf(deal, parent);
      const number = numbers[tenant] as number;
      numbers[tenant] = number + 1;
      before[parent + 1] = (before[parent] as number) + (cycle[number % cycle.length] as number);
    }
    const children = new Int32Array(before[period] as number);
    for (let parent = 0; parent < period; parent++) children.fill(parent, before[parent], before[parent + 1]);
    this.#period = period;
    this.#before = before;
    this.#parents = children;
    this.total = this.childrenBefore(parents);
  }

  /** How many children a parent has. */
  childrenOf(parent: number): number {
    const at = parent % this.#period;
    return (this.#before[at + 1] as number) - (this.#before[at] as number);
  }

  /** How many children the parents before this one have together: the index of its first child. */
  childrenBefore(parent: number): number {
    const periods = Math.floor(parent / this.#period);
    return periods * this.#parents.length + (this.#before[parent % this.#period] as number);
  }

  /** Whose child this is. */
  parentOf(child: number): number {
    const periods = Math.floor(child / this.#parents.length);
    return periods * this.#period + (this.#parents[child % this.#parents.length] as number);
  }
}
