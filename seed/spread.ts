import type { Spread } from '../harness/core/evidence/setup.ts';

/** `holders` customers of a tenant have `n` rows each; `loose` rows are no customer's. */
export interface Holding {
  tenant: number | null;
  n: number;
  holders: number;
  loose: boolean;
}

/**
 * Percentiles (nearest rank) of rows per customer over all `customers`, those without any counted as 0.
 * Throws RangeError where more customers hold rows than there are.
 */
export function spreadOf(holdings: readonly Holding[], customers: number): Spread {
  const held = holdings.filter(({ loose }) => !loose).sort((a, b) => a.n - b.n);
  const holders = held.reduce((sum, holding) => sum + holding.holders, 0);
  const without = customers - holders;
  if (without < 0) throw new RangeError(`${holders} of ${customers} customers hold rows`);
  const at = (p: number) => {
    let left = Math.max(1, Math.ceil(p * customers)) - without;
    if (left <= 0) return 0;
    for (const holding of held) {
      left -= holding.holders;
      if (left <= 0) return holding.n;
    }
    return 0;
  };
  return {
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: held.at(-1)?.n ?? 0,
    withoutRatio: customers === 0 ? 0 : without / customers,
  };
}
