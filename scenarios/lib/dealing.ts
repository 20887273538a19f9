/**
 * Deals numbered things to tenants in whole-number shares, evenly mixed: shares 1, 1, 1 give 0 1 2 0 1 2 ..., shares 2, 1
 * give 0 1 0 0 1 0 .... The order of one round is the smooth weighted round robin that Nginx uses. Pure.
 */
export interface Deal {
  /** Tenant number of the things 0, 1, 2, ... of a round; then it repeats. */
  readonly round: readonly number[];
  /** Places of each tenant in the round, ascending. */
  readonly places: readonly (readonly number[])[];
  /** Of each tenant, how many of the first 0, 1, 2, ... places of the round are its own. */
  readonly begun: readonly (readonly number[])[];
}

/** The deal of `shares`, one a tenant. Throws RangeError unless they are whole numbers of at least 1. */
export function dealOf(shares: readonly number[]): Deal {
  for (const share of shares)
    if (!Number.isInteger(share) || share < 1)
      throw new RangeError(`a share of ${share}: at least 1, and whole`);
  const common = shares.reduce((a, b) => greatestCommonDivisor(a, b), 0);
  const weights = shares.map((share) => share / common);
  const length = weights.reduce((sum, weight) => sum + weight, 0);
  const credit = weights.map(() => 0);
  const round = Array.from({ length }, () => {
    for (const [tenant, weight] of weights.entries()) credit[tenant] = (credit[tenant] ?? 0) + weight;
    const next = credit.indexOf(Math.max(...credit));
    credit[next] = (credit[next] ?? 0) - length;
    return next;
  });
  const places = weights.map((_, tenant) =>
    round.flatMap((owner, place) => (owner === tenant ? [place] : [])),
  );
  const begun = places.map((own) =>
    Array.from({ length: length + 1 }, (_, until) => own.filter((place) => place < until).length),
  );
  return { round, places, begun };
}

/** Number of the tenant that thing `index` (from 0) goes to. */
export function tenantOf(deal: Deal, index: number): number {
  return deal.round[index % deal.round.length] as number;
}

/** How many of the first `count` things go to a tenant. */
export function countOf(deal: Deal, tenant: number, count: number): number {
  const places = deal.places[tenant] as readonly number[];
  const begun = deal.begun[tenant] as readonly number[];
  const rest = count % deal.round.length;
  return Math.floor(count / deal.round.length) * places.length + (begun[rest] as number);
}

/** Which of its tenant's things thing `index` is, both from 0. */
export function numberOf(deal: Deal, index: number): number {
  return countOf(deal, tenantOf(deal, index), index);
}

/** The index of a tenant's thing `number`, both from 0: undoes `numberOf`. */
export function indexOf(deal: Deal, tenant: number, number: number): number {
  const places = deal.places[tenant] as readonly number[];
  return Math.floor(number / places.length) * deal.round.length + (places[number % places.length] as number);
}

/** The greatest whole number that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
