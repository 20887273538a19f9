import { describe, expect, it } from 'vitest';
import { type Row, rowsOf } from '../../testing/rows.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { type OldGold, oldGoldInr, type Piece, priceInr } from '../../values/pricing.ts';
import { advanceInr } from './emi-instalments.ts';
import { byId, groupsOf, plans, sumOf } from './testing/plans.ts';

/** A product's row as what the CRM prices. */
function pieceOf(product: Row | undefined): Piece {
  return {
    weightMg: Number(product?.weight_mg),
    purity: Number(product?.purity),
    makingInrPerGram: Number(product?.making_inr_per_gram),
    stoneInr: Number(product?.stone_inr),
  };
}

describe.each(plans)('money with $title', ({ plan }) => {
  const orders = byId(plan, 'orders');
  const products = byId(plan, 'products');
  const items = groupsOf(plan, 'order_items', 'order_id');
  const payments = groupsOf(plan, 'payments', 'order_id');
  const exchanges = byId(plan, 'old_gold_exchanges');
  const emi = groupsOf(plan, 'emi_instalments', 'order_id');
  const rates = new Map(
    rowsOf(plan, 'gold_rates').map((row) => [`${row.tenant_id} ${row.rated_on}`, row.inr_per_gram_24k]),
  );
  const rateOf = (row: Row, at: string) =>
    Number(rates.get(`${row.tenant_id} ${dayOfMoment(Number(row[at]))}`));

  it('prices every piece of an order at the rate of its day, from what the catalogue says', () => {
    for (const [id, lines] of items)
      for (const line of lines) {
        const product = products.get(line.product_id as number);
        const price = priceInr(pieceOf(product), rateOf(orders.get(id) as Row, 'ordered_at'));
        expect(line.price_inr).toBe(Number(line.quantity) * price);
        expect(line.weight_mg).toBe(product?.weight_mg);
      }
  });

  it('splits the price of a line into metal, making, stones and tax to the rupee', () => {
    for (const line of [...items.values()].flat()) {
      const parts = [line.metal_inr, line.making_inr, line.stone_inr, line.gst_inr].map(Number);
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
      expect(line.metal_inr).toBeGreaterThan(0);
      expect(parts.reduce((sum, part) => sum + part)).toBe(line.price_inr);
      const beforeTax = Number(line.price_inr) - Number(line.gst_inr);
      expect(Math.abs(Number(line.gst_inr) - beforeTax * 0.03)).toBeLessThanOrEqual(2);
    }
  });

  it('adds items up to orders', () => {
    for (const [id, order] of orders) expect(sumOf(items.get(id) ?? [], 'price_inr')).toBe(order.total_inr);
  });

  it('adds items up to quotes, at the rate that the quote holds', () => {
    const quoteItems = groupsOf(plan, 'quote_items', 'quote_id');
    for (const quote of rowsOf(plan, 'quotes')) {
      const lines = quoteItems.get(quote.id as number) ?? [];
      expect(lines.length).toBeGreaterThan(0);
      expect(sumOf(lines, 'price_inr')).toBe(quote.total_inr);
      const rate = Number(quote.rate_inr_per_gram_24k);
      expect(rate).toBe(rateOf(quote, 'created_at'));
      for (const line of lines)
        expect(line.price_inr).toBe(
          Number(line.quantity) * priceInr(pieceOf(products.get(line.product_id as number)), rate),
        );
    }
  });

  it('pays what was delivered in full, less for all else, and gives back what was cancelled', () => {
    for (const [id, order] of orders) {
      const paid = payments.get(id) ?? [];
      expect(paid.length).toBeGreaterThan(0);
      for (const { amount_inr, status } of paid) {
        expect(amount_inr).toBeGreaterThan(0);
        expect(status).toBe(order.status === 'cancelled' ? 'refunded' : 'captured');
      }
      const sum = sumOf(paid, 'amount_inr');
      if (order.status === 'delivered') expect(sum).toBe(order.total_inr);
      else expect(sum).toBeLessThan(Number(order.total_inr));
    }
  });

  it('pays with old gold exactly what an exchange says that it is worth', () => {
    const paid = [...payments.values()].flat().filter(({ method }) => method === 'old-gold');
    expect(paid.length).toBe(exchanges.size);
    expect(exchanges.size).toBeGreaterThan(orders.size / 14);
    const byOrder = new Map(paid.map((row) => [row.order_id, row]));
    for (const exchange of exchanges.values()) {
      expect(byOrder.get(exchange.order_id as number)?.amount_inr).toBe(exchange.value_inr);
      const gold: OldGold = {
        weightMg: Number(exchange.weight_mg),
        purity: Number(exchange.purity),
        deductionPercent: Number(exchange.deduction_percent),
      };
      expect(exchange.value_inr).toBe(oldGoldInr(gold, Number(exchange.rate_inr_per_gram_24k)));
      expect(exchange.rate_inr_per_gram_24k).toBe(rateOf(exchange, 'tested_at'));
      expect(gold.weightMg).toBeGreaterThan(300);
    }
  });

  it('has instalments that make up the order with its advance, and a payment for each that is paid', () => {
    const paying = new Map(
      [...payments.values()].flat().map((payment) => [payment.emi_instalment_id, payment]),
    );
    expect(emi.size).toBeGreaterThan(orders.size / 50);
    for (const [orderId, instalments] of emi) {
      const total = Number(orders.get(orderId)?.total_inr);
      expect([6, 10]).toContain(instalments.length);
      expect(sumOf(instalments, 'amount_inr') + advanceInr(total)).toBe(total);
      for (const { id, amount_inr, paid_on } of instalments) {
        const payment = paying.get(id as number);
        expect(payment === undefined).toBe(paid_on === null);
        if (payment) {
          expect(payment).toMatchObject({ order_id: orderId, amount_inr });
          expect(dayOfMoment(payment.paid_at as number)).toBe(paid_on);
        }
      }
    }
  });

  it('takes at most one part of an order in cash, and below two lakh', () => {
    let inCash = 0;
    for (const paid of payments.values()) {
      const cash = paid.filter(({ method }) => method === 'cash');
      expect(cash.length).toBeLessThanOrEqual(1);
      expect(sumOf(cash, 'amount_inr')).toBeLessThan(200_000);
      inCash += cash.length;
    }
    expect(inCash).toBeGreaterThan(orders.size / 20);
  });

  it('sells two of a piece only where one costs less than a lakh', () => {
    const quoteLines = rowsOf(plan, 'quote_items');
    const pairs = [...items.values()]
      .flat()
      .concat(quoteLines)
      .filter(({ quantity }) => quantity === 2);
    expect(pairs.length).toBeGreaterThan(20);
    for (const { price_inr } of pairs) expect(Number(price_inr)).toBeLessThan(200_000);
  });

  it('takes cash below two lakh in the store, UPI up to a lakh, and has a reference where a bank is', () => {
    const references = new Set<unknown>();
    for (const row of [...payments.values()].flat()) {
      const amount = Number(row.amount_inr);
      if (row.method === 'cash') {
        expect(amount).toBeLessThan(200_000);
        expect(orders.get(row.order_id as number)?.channel).toBe('store');
      }
      if (row.method === 'upi') expect(amount).toBeLessThanOrEqual(100_000);
      if (row.method === 'cash' || row.method === 'old-gold') expect(row.reference).toBeNull();
      else {
        expect(row.reference).toMatch(/^[345][0-3]\d{10}$/);
        references.add(row.reference);
      }
    }
    expect(references.size).toBeGreaterThan(600);
  });
});
