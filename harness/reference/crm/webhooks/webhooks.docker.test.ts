import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { buildApp } from '../app.ts';
import { noTime } from '../database.ts';
import { type Consumers, openConsumers } from '../jobs/consumers.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { webhookConsumers, workOn } from './consumers.ts';
import { webhookRounds } from './rounds.ts';
import { sharedSecret } from './senders/all.ts';
import type { WebhookSource } from './sources.ts';
import {
  dukaanOrder,
  paypalEvent,
  quickSellOrder,
  razorpayEvent,
  shopifyOrder,
  stripeEvent,
  wooOrder,
} from './testing/bodies.ts';
import { testCertificate } from './testing/paypal-certificate.ts';
import { signedHeaders } from './testing/sign.ts';

const tenant = 'sarkar';
const tenantId = 2;
const server = createServer((_, response) => response.end(testCertificate));
let vm: ThrowawayVm;
let app: FastifyInstance;
let open: OpenCrm;
let consumers: Consumers;
let outside = nobodyOutside;
/** Orders of the tenant's to hang payments on, and a product of it. */
let crmOrders: number[] = [];
let sku = '';

beforeAll(async () => {
  vm = await startThrowawayVm();
  const tenants = ['mangatrai', tenant, 'zinzuwadia'];
  await seedDatabase(vm.ownerDsn(), { customers: 300, seed: 6, tenants, staffPerTenant: 10 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  outside = { ...nobodyOutside, paypalCertHosts: [`127.0.0.1:${(server.address() as AddressInfo).port}`] };
  const config = { databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null, outside };
  app = await buildApp(config);
  open = openCrm(config);
  consumers = openConsumers(vm.redisUrl());
  crmOrders = (await rows<{ id: number }>('select id from orders order by id limit 40')).map(({ id }) => id);
  sku = (await rows<{ sku: string }>('select sku from products order by id limit 1'))[0]?.sku ?? '';
});
afterAll(async () => {
  await consumers?.close();
  await open?.close();
  await app?.close();
  server.close();
  await vm?.[Symbol.asyncDispose]();
});

const rows = <Row>(sql: string, values: unknown[] = [], of = tenantId) =>
  open.crm.primary.asTenant(noTime(), of, (query) => query<Row>(sql, values));
const count = async (from: string, values: unknown[] = [], of = tenantId) =>
  (await rows<{ count: number }>(`select count(*) from ${from}`, values, of))[0]?.count;

let deliveries = 0;

/** Sends as its sender does; the status of the answer. */
async function post(source: WebhookSource, body: object | string, id = `d-${++deliveries}`, on = app) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signing = {
    ...{ secret: sharedSecret(outside, tenant, source), body: text, nowMs: Date.now(), deliveryId: id },
    certificateUrl: `http://${outside.paypalCertHosts[0]}/cert`,
  };
  const headers = signedHeaders(source, signing);
  const url = `/webhooks/${tenant}/${source}`;
  return (await on.inject({ method: 'POST', url, headers, payload: text })).statusCode;
}

/** Has it kept; the id of its event. */
async function keep(source: WebhookSource, body: object, id?: string): Promise<number> {
  expect(await post(source, body, id)).toBe(200);
  const [event] = await rows<{ id: number }>('select max(id) as id from webhook_events');
  return event?.id as number;
}

const toldAt = (second: number) => new Date(Date.UTC(2025, 0, 31, 5, 0, second)).toISOString();
const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
const bookedPayments = 'payments where reference = $1';

it('books a payment once, in whatever order its three events come, each of them twice', async () => {
  const names = ['payment.authorized', 'payment.captured', 'order.paid'];
  const events = names.map((name, second) => ({ name, second }));
  for (const [number, order] of permutations(events).entries()) {
    const id = `pay_permuted${number}`;
    const notes = { crm_order_id: String(crmOrders[number]) };
    for (const { name, second } of [...order, ...order.toReversed()]) {
      const facts = { id, amountMinor: 1_234_550, toldAt: toldAt(second) };
      await workOn(open.crm, tenantId, await keep('razorpay', razorpayEvent(name, facts, { notes })));
    }
    expect(
      await rows('select order_id, amount_inr, status, method from payments where reference = $1', [id]),
    ).toEqual([{ order_id: crmOrders[number], amount_inr: 12_346, status: 'captured', method: 'upi' }]);
    expect(
      await rows('select state, amount_minor from gateway_payments where external_id = $1', [id]),
    ).toEqual([{ state: 'captured', amount_minor: 1_234_550 }]);
  }
});

it('brings an order to the same end in whatever order it is told, each telling twice', async () => {
  const tellings = [
    {},
    { financial_status: 'paid' },
    { financial_status: 'paid', fulfillment_status: 'fulfilled' },
    { financial_status: 'refunded', cancelled_at: toldAt(3) },
  ].map((more, second) => ({ more, second }));
  for (const last of [2, 3])
    for (const [number, order] of permutations(tellings.toSpliced(last === 2 ? 3 : 2, 1)).entries()) {
      const id = `${last}${1_000 + number}`;
      for (const { more, second } of [...order, ...order]) {
        const facts = { id, totalInr: 5_000 + second, toldAt: toldAt(second), phone: '98300 54321', sku };
        await workOn(open.crm, tenantId, await keep('shopify', shopifyOrder(facts, more)));
      }
      const end = await rows(
        `select o.channel, o.status, o.total_inr, s.state, (select count(*) from order_items i where i.order_id = o.id) as lines
         from shop_orders s join orders o on o.id = s.order_id where s.external_id = $1`,
        [id],
      );
      const [status, state] = last === 2 ? ['delivered', 'fulfilled'] : ['cancelled', 'cancelled'];
      expect(end).toEqual([{ channel: 'shopify', status, total_inr: 5_000 + last, state, lines: 1 }]);
    }
  expect(await count(`customers where phone = '+919830054321'`)).toBe(1);
  expect(await count(`orders where channel = 'shopify'`)).toBe(12);
});

it('links a payment that comes before its order, after it, or at the same moment', async () => {
  const pair = async (number: number) => {
    const facts = { id: `77${number}`, totalInr: 900, toldAt: toldAt(1), phone: `98311 0000${number}` };
    const reference = `order_of_pay_early${number}`;
    const more = { note_attributes: [{ name: 'razorpay_order_id', value: reference }] };
    const payment = { id: `pay_early${number}`, amountMinor: 90_000, toldAt: toldAt(2) };
    return [
      await keep('shopify', shopifyOrder(facts, more)),
      await keep('razorpay', razorpayEvent('payment.captured', payment)),
    ] as const;
  };
  for (let number = 0; number < 9; number++) {
    const [order, payment] = await pair(number);
    if (number === 0) for (const id of [order, payment]) await workOn(open.crm, tenantId, id);
    else if (number === 1) for (const id of [payment, order]) await workOn(open.crm, tenantId, id);
    else await Promise.all([payment, order].map((id) => workOn(open.crm, tenantId, id)));
    const linked = `payments p join shop_orders s on s.order_id = p.order_id
      where p.reference = $1 and s.external_id = $2 and p.amount_inr = 900`;
    expect(await count(linked, [`pay_early${number}`, `77${number}`]), `pair ${number}`).toBe(1);
  }
});

it('doubles nothing while several work on the same order, customer and payment at once', async () => {
  const events: number[] = [];
  for (let second = 0; second < 8; second++) {
    const facts = { id: '4711', totalInr: 700, toldAt: toldAt(second), phone: '+91 98322 00000', sku };
    events.push(await keep('woocommerce', wooOrder(facts, second === 7 ? 'completed' : 'processing')));
    const payment = { id: 'pay_crowd', amountMinor: 70_000, toldAt: toldAt(second) };
    const notes = { woocommerce_order_id: 4711 };
    events.push(await keep('razorpay', razorpayEvent('payment.captured', payment, { notes })));
  }
  await Promise.all([...events, ...events].map((id) => workOn(open.crm, tenantId, id)));
  expect(await count(`customers where phone = '+919832200000'`)).toBe(1);
  expect(await rows(`select status from orders where channel = 'woocommerce'`)).toEqual([
    { status: 'delivered' },
  ]);
  expect(await count(bookedPayments, ['pay_crowd'])).toBe(1);
  expect(
    await count(`webhook_events where id = any($1) and (status, attempts) = ('processed', 1)`, [events]),
  ).toBe(16);
});

it("books two orders of WooCommerce's of one second, whose deliveries have one id", async () => {
  const orders = ['8801', '8802'];
  for (const id of orders) {
    const facts = { id, totalInr: 400, toldAt: toldAt(0), phone: '+91 98323 00000' };
    await workOn(open.crm, tenantId, await keep('woocommerce', wooOrder(facts), 'of-one-second'));
  }
  expect(await count(`shop_orders where external_id = any($1) and order_id is not null`, [orders])).toBe(2);
});

it('books the payment of a second try, whichever order its news come in', async () => {
  const tell = (id: string, second: number, reference: string) =>
    keep(
      'shopify',
      shopifyOrder(
        { id, totalInr: 900, toldAt: toldAt(second), phone: '98324 00000' },
        { note_attributes: [{ name: 'razorpay_order_id', value: `order_of_${reference}` }] },
      ),
    );
  const pay = (id: string) =>
    keep('razorpay', razorpayEvent('payment.captured', { id, amountMinor: 90_000, toldAt: toldAt(2) }));
  const kinds = ['first', 'second', 'payment'] as const;
  for (const [number, order] of permutations(kinds).entries()) {
    const id = `78${number}`;
    const events = {
      first: await tell(id, 1, `pay_failed${number}`),
      second: await tell(id, 2, `pay_again${number}`),
      payment: await pay(`pay_again${number}`),
    };
    for (const kind of order) await workOn(open.crm, tenantId, events[kind]);
    const linked = `payments p join shop_orders s on s.order_id = p.order_id
      where p.reference = $1 and s.external_id = $2 and s.payment_ref = $3`;
    const values = [`pay_again${number}`, id, `order_of_pay_again${number}`];
    expect(await count(linked, values), order.join()).toBe(1);
  }
});

it.each([
  ['delivered', 'delivered_on'],
  ['cancelled', 'null'],
])('leaves an order %s that the store made so, until the shop itself ends it', async (status, day) => {
  const id = status === 'delivered' ? '7901' : '7902';
  const tell = async (second: number, more: object) => {
    const facts = { id, totalInr: 600 + second, toldAt: toldAt(second), phone: '98325 00000' };
    await workOn(open.crm, tenantId, await keep('shopify', shopifyOrder(facts, { ...more })));
    const sql = `select o.status, o.total_inr, o.delivered_on is not null as "hasDay"
      from shop_orders s join orders o on o.id = s.order_id where s.external_id = $1`;
    return (await rows(sql, [id]))[0];
  };
  await tell(0, {});
  const own = `update orders set status = $2, delivered_on = case when $3 = 'null' then null else date '2025-01-31' end
    where id = (select order_id from shop_orders where external_id = $1)`;
  await rows(own, [id, status, day]);
  const hasDay = status === 'delivered';
  const paid = { financial_status: 'paid' };
  expect(await tell(1, paid)).toEqual({ status, total_inr: 601, hasDay });
  const ended = { ...paid, cancelled_at: toldAt(2) };
  expect(await tell(2, ended)).toEqual({ status: 'cancelled', total_inr: 602, hasDay: false });
  expect(await tell(3, paid), 'taken up again').toEqual({ status: 'booked', total_inr: 603, hasDay: false });
});

it('keeps what it cannot book as failed, with the reason, and books nothing of it', async () => {
  const facts = { id: '6001', totalInr: 100, toldAt: toldAt(0), phone: '9833300000' };
  const dollars = await keep('shopify', shopifyOrder(facts, { currency: 'USD' }));
  await expect(workOn(open.crm, tenantId, dollars)).rejects.toThrow('its total is not in rupees');
  expect(await rows('select status, attempts, fault from webhook_events where id = $1', [dollars])).toEqual([
    { status: 'failed', attempts: 1, fault: 'its total is not in rupees' },
  ]);
  expect(await count(`shop_orders where external_id = '6001'`)).toBe(0);
  expect(await count(`customers where phone = '+919833300000'`)).toBe(0);
});

it('waits with an order of nobody, and with dollars for ever', async () => {
  const nobody = { id: '6002', totalInr: 100, toldAt: toldAt(0), email: 'who@nowhere.example' };
  await workOn(open.crm, tenantId, await keep('shopify', shopifyOrder(nobody)));
  const order = `shop_orders where external_id = '6002' and order_id is`;
  expect(await count(`${order} null`)).toBe(1);
  const known = { ...nobody, toldAt: toldAt(1), phone: '9833300001' };
  await workOn(open.crm, tenantId, await keep('shopify', shopifyOrder(known)));
  expect(await count(`${order} not null`)).toBe(1);
  const capture = paypalEvent(
    { id: 'CAP-USD', amountMinor: 1_999, toldAt: toldAt(0) },
    { custom_id: `crm-order-${crmOrders[0]}` },
  );
  await workOn(open.crm, tenantId, await keep('paypal', capture));
  expect(
    await rows(
      `select currency, amount_minor, payment_id from gateway_payments where external_id = 'CAP-USD'`,
    ),
  ).toEqual([{ currency: 'USD', amount_minor: 1_999, payment_id: null }]);
  expect(await count(bookedPayments, ['CAP-USD'])).toBe(0);
});

it("cannot book on another tenant's order", async () => {
  const [other] = await rows<{ id: number }>('select min(id) as id from orders', [], 1);
  const facts = { id: 'pay_stolen', amountMinor: 100_00, toldAt: toldAt(0) };
  const notes = { crm_order_id: String(other?.id) };
  await workOn(
    open.crm,
    tenantId,
    await keep('razorpay', razorpayEvent('payment.captured', facts, { notes })),
  );
  expect(await count(bookedPayments, ['pay_stolen'])).toBe(0);
  expect(await count(bookedPayments, ['pay_stolen'], 1)).toBe(0);
});

it('leaves no tenant behind on the connections that everybody shares', async () => {
  const bodies = Array.from({ length: 30 }, (_, n) =>
    stripeEvent('x', { id: `pi_left${n}`, amountMinor: 1, toldAt: toldAt(0) }),
  );
  await Promise.all(bodies.map((body) => post('stripe', body)));
  const seen = await Promise.all(
    bodies.map(() =>
      open.crm.primary.bare<{ count: number }>(noTime(), 'select count(*) from webhook_events'),
    ),
  );
  expect(seen.flat().map(({ count }) => count)).toEqual(bodies.map(() => 0));
});

it('says 400 of JSON that PostgreSQL cannot keep', async () => {
  for (const bad of ['{"id":"\\u0000"}', '{"id":"\\ud800"}', '{"id":1e999999}', '{"\\u0000":1}'])
    expect(await post('razorpay', bad), bad).toBe(400);
  expect(await post('razorpay', '{"id":"\\\\u0000"}'), 'a backslash and a word').toBe(200);
});

it('books what each of the seven senders sends, once, though each sends twice', async () => {
  consumers.ensure(await webhookConsumers(open.crm));
  const order = { totalInr: 2_000, toldAt: toldAt(9), sku };
  const payment = { amountMinor: 250_000, toldAt: toldAt(9) };
  const metadata = { crm_order_id: String(crmOrders[20]) };
  const sent: [WebhookSource, object][] = [
    ['shopify', shopifyOrder({ ...order, id: '9001', phone: '9834400001' })],
    ['woocommerce', wooOrder({ ...order, id: '9002', phone: '9834400002' })],
    ['dukaan', dukaanOrder({ ...order, id: '9003', phone: '9834400003' })],
    ['quicksell', quickSellOrder({ ...order, id: '9004', phone: '9834400004' })],
    ['razorpay', razorpayEvent('order.paid', { ...payment, id: 'pay_seven' }, { notes: metadata })],
    ['stripe', stripeEvent('payment_intent.succeeded', { ...payment, id: 'pi_seven' }, { metadata })],
    ['paypal', paypalEvent({ ...payment, id: 'CAP-7' }, { custom_id: `crm-order-${crmOrders[20]}` }, 'INR')],
  ];
  for (const [source, body] of [...sent, ...sent])
    expect(await post(source, body, `seven-${source}`), source).toBe(200);
  // and a replay under another name: one more event, and no more booked
  for (const source of ['shopify', 'woocommerce', 'razorpay'] as const)
    expect(await post(source, sent.find(([name]) => name === source)?.[1] ?? {})).toBe(200);
  await expect.poll(() => count(`webhook_events where status = 'received'`), { timeout: 20_000 }).toBe(0);
  const orders = `shop_orders s join orders o on o.id = s.order_id join order_items i on i.order_id = o.id
    where s.external_id = any($1) and o.total_inr = 2000`;
  expect(await count(orders, [['9001', '9002', '9003', '9004']])).toBe(4);
  for (const reference of ['pay_seven', 'pi_seven', 'CAP-7'])
    expect(await count(bookedPayments, [reference]), reference).toBe(1);
  expect(await rows(`select sum(repeats)::integer as repeats from webhook_events where repeats > 0`)).toEqual(
    [{ repeats: 8 }],
  );
  expect((await app.inject('/webhookz')).json().counts).toContainEqual({
    source: 'stripe',
    outcome: 'repeated',
    count: 1,
  });
});

it('takes a webhook while Redis is away, and the round has it worked on; says 503 without PostgreSQL', async () => {
  const nobody = 'redis://127.0.0.1:1';
  const config = { databaseUrl: vm.pooledDsn(), redisUrl: nobody, defect: null, outside };
  const without = await buildApp(config);
  const facts = { id: 'pay_away', amountMinor: 10_000, toldAt: toldAt(0) };
  const notes = { crm_order_id: String(crmOrders[30]) };
  const sent = performance.now();
  expect(await post('razorpay', razorpayEvent('payment.captured', facts, { notes }), 'away', without)).toBe(
    200,
  );
  expect(performance.now() - sent).toBeLessThan(1_500);
  await without.close();
  expect(await count(`webhook_events where delivery_id = 'away' and status = 'received'`)).toBe(1);
  await rows(
    `update webhook_events set received_at = received_at - interval '1 minute' where delivery_id = 'away'`,
  );
  await webhookRounds[0]?.run(open.crm);
  await expect.poll(() => count(bookedPayments, ['pay_away']), { timeout: 20_000 }).toBe(1);
  const blind = await buildApp({
    ...config,
    databaseUrl: 'postgres://crm_app:x@127.0.0.1:1/crm',
    redisUrl: vm.redisUrl(),
  });
  expect(await post('razorpay', razorpayEvent('payment.captured', facts), 'lost', blind)).toBe(503);
  await blind.close();
});
