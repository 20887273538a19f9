export const storesPerTenant = 4;
export const productsPerTenant = 600;
/** Pieces in stock and lately sold. */
export const inventoryItemsPerTenant = 1_500;

/**
 * How many children the parents of a tenant have, in turn. So how many there are, and whose a child is, is arithmetic, see
 * `Family`. All cycles of the same parents keep step: what one gives to a parent can rely on what another gives.
 */
export type Cycle = readonly number[];

/** 1.7 pieces an order. */
export const itemsOfOrders: Cycle = [1, 2, 1, 3, 1, 2, 2];
/** Every other order is paid at once over the counter, the others in two parts. */
export const paymentsOfOrders: Cycle = [1, 2];
/** One order in twelve is paid with old gold in part. It has two payments: the gold is one of them. */
export const exchangesOfOrders: Cycle = onlyAt(12, { 5: 1 });
/** One order in 36 is paid in monthly instalments, six or ten, after an advance. Its one payment above is the advance. */
export const emiInstalmentsOfOrders: Cycle = onlyAt(72, { 10: 6, 46: 10 });
/** 1.6 pieces a quote. */
export const itemsOfQuotes: Cycle = [1, 2, 1, 1, 3];
/** Instalments of the schemes that customers enrol in; by their number the scheme is known. */
export const instalmentsOfEnrolments: Cycle = [11, 11, 10, 11, 6];

/** A cycle of `length` with these counts at these places and none elsewhere. */
function onlyAt(length: number, counts: Readonly<Record<number, number>>): Cycle {
  const cycle = new Array<number>(length).fill(0);
  for (const [place, count] of Object.entries(counts)) cycle[Number(place)] = count;
  return cycle;
}
