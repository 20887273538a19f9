import { describe, expect, it } from 'vitest';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { grouped, variants, wasRegistered } from '../../testing/variants.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { articles } from '../../words/payloads/articles.ts';
import { webhookCallers, webhookSources } from '../../words/payloads/sources.ts';
import { places } from '../../words/places.ts';

describe.each(variants)('records, %s', (_, change) => {
  const plan = planFor(change);

  it('has webhook events whose payload is JSON of about a kilobyte, each delivery once a source', () => {
    const events = rowsOf(plan, 'webhook_events');
    for (const { payload, source, event_type } of events) {
      const parsed = JSON.parse(payload as string);
      expect(typeof parsed, `${source} ${event_type}`).toBe('object');
      const bytes = Buffer.byteLength(payload as string);
      expect(bytes >= 600 && bytes <= 1_300, `${source} ${event_type}: ${bytes}`).toBe(true);
    }
    const keys = events.map((row) => `${row.source} ${row.delivery_id}`);
    expect(new Set(keys).size).toBe(events.length);
  });

  it('has processed what did not fail, after it was received', () => {
    for (const { status, attempts, received_at, processed_at } of rowsOf(plan, 'webhook_events')) {
      expect(processed_at === null).toBe(status === 'failed');
      if (processed_at !== null) expect(processed_at as number).toBeGreaterThanOrEqual(received_at as number);
      expect(status === 'failed' ? attempts === 5 : [1, 2].includes(attempts as number)).toBe(true);
      expect(dayOfMoment(received_at as number)).toBeLessThanOrEqual(0);
    }
  });

  it('audits rows that are there, in their tenant, registered or ordered by then', () => {
    const tenantOf = (table: string) => new Map(rowsOf(plan, table).map((row) => [row.id, row.tenant_id]));
    const targets: Record<string, ReturnType<typeof tenantOf>> = {
      customers: tenantOf('customers'),
      orders: tenantOf('orders'),
      staff: tenantOf('staff'),
    };
    for (const { entity, entity_id, tenant_id, action, staff_id, at } of rowsOf(plan, 'audit_log')) {
      expect(targets[entity as string]?.get(entity_id as number), String(entity)).toBe(tenant_id);
      if (entity === 'customers') expect(wasRegistered(plan, entity_id as number, at as number)).toBe(true);
      if (action === 'login') expect(entity_id).toBe(staff_id);
      expect(dayOfMoment(at as number)).toBeLessThanOrEqual(0);
    }
  });

  it('says in JSON what was seen, or one or two fields before and after, from a private address', () => {
    const kindsOf = new Set<unknown>();
    for (const { action, changes, ip } of rowsOf(plan, 'audit_log')) {
      kindsOf.add(action);
      const { before, after } = JSON.parse(changes as string) as { before: object | null; after: object };
      expect(before !== null).toBe(action === 'update');
      if (before !== null) {
        const now = new Map(Object.entries(after));
        const changed = Object.entries(before).filter(([name, value]) => now.get(name) !== value);
        expect([1, 2]).toContain(changed.length);
        expect(Object.keys(before)).toEqual([...now.keys()]);
      }
      const bytes = (changes as string).length;
      expect(bytes >= 180 && bytes <= 500, `${action}: ${bytes}`).toBe(true);
      expect(ip).toMatch(/^(10\.0\.0|192\.168\.\d{1,3})\.\d{1,3}$/);
    }
    // Nothing is made long after its day, and nothing deleted that is there.
    expect(kindsOf).toEqual(new Set(['login', 'update', 'view']));
  });

  it('has as many exports for each tenant, with a file only where there is one', () => {
    const exports = rowsOf(plan, 'exports');
    for (const [, own] of grouped(exports, 'tenant_id')) expect(own).toHaveLength(120);
    const personas = new Map(rowsOf(plan, 'staff').map((row) => [row.id, row.persona]));
    if (plan.request.staffPerTenant > 1)
      for (const { staff_id } of exports) expect(personas.get(staff_id as number)).toBe('store-manager');
    for (const { status, row_count, file_bytes, requested_at, finished_at, expires_at } of exports) {
      expect([row_count, file_bytes, expires_at].map((value) => value === null)).toEqual(
        new Array(3).fill(status === 'failed'),
      );
      expect(finished_at as number).toBeGreaterThan(requested_at as number);
      if (status === 'expired') expect(dayOfMoment(expires_at as number)).toBeLessThan(0);
      if (status === 'done') expect(dayOfMoment(expires_at as number)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('webhook events', () => {
  const plan = planFor({ customers: 3_000 });
  const events = rowsOf(plan, 'webhook_events');

  it('come from every source with every type of event, as often as the source calls', () => {
    expect(webhookCallers).toHaveLength(100);
    const bySource = grouped(events, 'source');
    for (const { name, percent, events: types } of webhookSources) {
      const own = bySource.get(name) ?? [];
      expect(Math.abs((100 * own.length) / events.length - percent), name).toBeLessThan(3);
      expect(new Set(own.map(({ event_type }) => event_type)), name).toEqual(new Set(types));
    }
  });

  it('name a phone and a person of the tenant, so that they can be matched', () => {
    const people = new Map(
      rowsOf(plan, 'customers').map((row) => [`${row.tenant_id} ${row.phone}`, row] as [string, Row]),
    );
    const orders = events.filter(({ source }) => source === 'shopify');
    for (const { tenant_id, payload } of orders) {
      const { phone, shipping_address } = JSON.parse(payload as string);
      expect(people.get(`${tenant_id} ${phone}`)?.name).toBe(shipping_address.name);
    }
  });

  it("name no address to which no post goes, and a customer's own city", () => {
    const cities = new Map(
      rowsOf(plan, 'customers').map((row) => [`${row.tenant_id} ${row.phone}`, row.city as string]),
    );
    const orders = events.filter(({ source }) => source === 'dukaan');
    for (const { tenant_id, payload } of orders) {
      const { phone, address } = JSON.parse(payload as string).customer;
      expect(cities.get(`${tenant_id} ${phone}`)).toBe(address.city);
      expect(places.find(({ city }) => city === address.city)?.pinCodes).toContain(address.pin);
    }
  });

  it('sell pieces at what their gold and making cost on that day, coins as coins', () => {
    for (const { source, payload } of events) {
      if (source !== 'shopify') continue;
      const { total_price, line_items } = JSON.parse(payload as string);
      const [{ sku, title, price }] = line_items;
      const article = articles.find((one) => one.sku === sku && one.title === title);
      expect(price).toBe(total_price);
      const perGram = Number(price) / ((article?.weightMg ?? 0) / 1_000);
      // From 18 carat at the first rates to 24 carat or the dearest making at the last ones.
      expect(perGram, title).toBeGreaterThan(4_500);
      expect(perGram, title).toBeLessThan(10_500);
      if (/Coin/.test(title)) expect(title).toMatch(/^(Plain|Lakshmi) Coin 24K$/);
    }
  });

  it("name the payer's UPI address where UPI was used, and no version of a later year", () => {
    const methods = new Set<string>();
    for (const { source, payload } of events) {
      // The dataset begins in 2023.
      const year = /version":"(20\d\d)\D/.exec(payload as string)?.[1];
      if (['waha', 'stripe'].includes(source as string)) expect(Number(year)).toBeLessThan(2023);
      if (source !== 'razorpay') continue;
      const { method, vpa } = JSON.parse(payload as string).payload.payment.entity;
      methods.add(method);
      expect(vpa !== null).toBe(method === 'upi');
    }
    expect(methods).toEqual(new Set(['upi', 'netbanking', 'wallet']));
  });

  it('carry their own delivery id where the sender puts it into the body', () => {
    for (const { source, payload, delivery_id } of events)
      if (['waha', 'stripe', 'paypal'].includes(source as string))
        expect(JSON.parse(payload as string).id).toBe(delivery_id);
  });
});
