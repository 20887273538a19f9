import { rupees } from '../booking/money.ts';
import { at, textAt } from '../fields.ts';
import type { OrderLine } from './news.ts';

const mostPieces = 1_000;

/** Lines that name a product by its SKU; `priceOf` gives rupees of all pieces of the line, or null. What is not understood is left out. */
export function linesOf<Item>(
  items: readonly Item[],
  priceOf: (item: Item, quantity: number) => number | null,
) {
  const lines: OrderLine[] = [];
  for (const item of items) {
    const sku = textAt(item, ['sku'], 100);
    const quantity = Number(at(item, 'quantity'));
    if (sku === null || !Number.isInteger(quantity) || quantity < 1 || quantity > mostPieces) continue;
    const priceInr = priceOf(item, quantity);
    if (priceInr !== null) lines.push({ sku, quantity, priceInr });
  }
  return lines;
}

/** The price of a line that says what one piece costs. */
export function priceByPiece(item: unknown, quantity: number): number | null {
  const piece = rupees(at(item, 'price'));
  return piece === null ? null : piece * quantity;
}

/** First and last name as one; null where there is neither. */
export function fullName(of: unknown): string | null {
  const names = [textAt(of, ['first_name'], 60), textAt(of, ['last_name'], 60)];
  return names.filter((name) => name !== null).join(' ') || null;
}
