import { describe, expect, it } from 'vitest';
import { planFor, rowsOf } from '../../testing/rows.ts';
import { categories, platinumKinds, platinumStyles, silverKinds } from '../../words/trade-words.ts';
import { kinds, styles } from '../../words/vocabulary.ts';
import { barcodeOf, huidOf, reportNumberOf } from './marks.ts';
import { byId, groupsOf, plans, sumOf } from './testing/plans.ts';

const distinct = (values: readonly unknown[]) => new Set(values).size;

describe('marks', () => {
  it('differ from each other', () => {
    const numbers = Array.from({ length: 75_000 }, (_, number) => number);
    expect(distinct(numbers.map(huidOf))).toBe(numbers.length);
    expect(distinct(numbers.map(barcodeOf))).toBe(numbers.length);
    expect(distinct(numbers.map((number) => reportNumberOf('6', number)))).toBe(numbers.length);
  });

  it('are as they are printed: HUID of six places, EAN-13 with its check digit', () => {
    for (let number = 0; number < 5_000; number++) {
      expect(huidOf(number)).toMatch(/^[0-9A-Z]{6}$/);
      expect(barcodeOf(number)).toMatch(/^2\d{12}$/);
      const sum = [...barcodeOf(number)].reduce(
        (all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1),
        0,
      );
      expect(sum % 10).toBe(0);
    }
  });
});

describe('products', () => {
  it('have a category for every kind and styles that exist', () => {
    for (const { name } of [...kinds, ...silverKinds, ...platinumKinds])
      expect(categories[name]).toBeDefined();
    for (const style of platinumStyles) expect(styles).toContain(style);
  });

  it('are mostly gold, marked with their fineness, and go by tag where they are not', () => {
    const rows = rowsOf(planFor(), 'products');
    const gold = rows.filter(({ metal }) => metal === 'gold');
    expect(gold.length / rows.length).toBeGreaterThan(0.8);
    expect(distinct(rows.map(({ metal }) => metal))).toBe(3);
    const finenessOf: Record<number, number> = { 18: 750, 22: 916, 24: 999 };
    for (const { metal, purity, fineness, hallmark, making_inr_per_gram } of rows) {
      if (metal === 'gold') {
        expect(fineness).toBe(finenessOf[purity as number]);
        if (hallmark !== null) expect(hallmark).toBe(`${purity}K${fineness}`);
      } else {
        expect(purity).toBe(0);
        const least = metal === 'silver' ? 90 : 2_800;
        expect(Number(making_inr_per_gram)).toBeGreaterThan(least);
      }
    }
    const marked = gold.filter(({ hallmark }) => hallmark !== null);
    expect(marked.length / gold.length).toBeGreaterThan(0.6);
  });

  it('have article numbers of their own', () => {
    const rows = rowsOf(planFor(), 'products');
    expect(distinct(rows.map(({ tenant_id, sku }) => `${tenant_id} ${sku}`))).toBe(rows.length);
  });
});

describe.each(plans)('inventory with $title', ({ plan }) => {
  const items = rowsOf(plan, 'inventory_items');
  const products = byId(plan, 'products');
  const stones = groupsOf(plan, 'stones', 'inventory_item_id');

  it('has no barcode twice in a tenant, and no HUID and no certificate twice at all', () => {
    expect(distinct(items.map(({ tenant_id, barcode }) => `${tenant_id} ${barcode}`))).toBe(items.length);
    const huids = items.flatMap(({ huid }) => (huid === null ? [] : [huid]));
    expect(distinct(huids)).toBe(huids.length);
    const certified = [...stones.values()].flat().filter((row) => row.certificate_lab !== null);
    expect(certified.length).toBeGreaterThan(50);
    expect(distinct(certified.map((row) => `${row.certificate_lab} ${row.certificate_number}`))).toBe(
      certified.length,
    );
    for (const row of [...stones.values()].flat())
      expect(row.certificate_number === null).toBe(row.certificate_lab === null);
  });

  it('has a HUID on hallmarked gold and on nothing else', () => {
    for (const { huid, product_id } of items) {
      const { metal, hallmark } = products.get(product_id as number) ?? {};
      expect(huid !== null).toBe(metal === 'gold' && hallmark !== null);
    }
  });

  it('weighs its stones with the metal, 200 mg a carat, and has stones where the price has', () => {
    for (const { id, product_id, weight_mg, net_weight_mg, cost_inr, received_on } of items) {
      const product = products.get(product_id as number);
      const set = stones.get(id as number) ?? [];
      expect(set.length > 0).toBe(Number(product?.stone_inr) > 0);
      expect(Number(weight_mg) - Number(net_weight_mg)).toBe(sumOf(set, 'carat_milli') / 5);
      const off = Math.abs(Number(net_weight_mg) / Number(product?.weight_mg) - 1);
      expect(off).toBeLessThanOrEqual(product?.category === 'Coins' ? 0 : 0.034);
      expect(Number(cost_inr)).toBeGreaterThan(0);
      expect(Number(received_on)).toBeLessThan(0);
    }
  });

  it('grades diamonds by colour and clarity', () => {
    for (const row of [...stones.values()].flat()) {
      expect(row.clarity !== null).toBe(row.kind === 'diamond');
      expect(Number(row.pieces)).toBeGreaterThan(0);
      expect(Number(row.carat_milli)).toBeGreaterThan(0);
    }
  });
});
