import { createECDH, randomBytes, randomInt } from 'node:crypto';
import type { Ask, Seen } from './ask.ts';
import { opening } from './crm-reads.ts';
import { shapes } from './crm-shapes.ts';

type Write = Omit<Ask, 'asked' | 'required' | 'writes'> & { asked?: string };

const writer =
  (required: boolean) =>
  (ask: Write): Ask => ({ asked: '', required, writes: true, ...ask });
const write = writer(true);
const may = writer(false);

const idUnder = (name: string) => (body: unknown, seen: Seen) =>
  void seen.set(name, (body as { id: number | string }).id);
const has = (seen: Seen, name: string, path: string) => (seen.has(name) ? path : null);

/** Those who send webhooks; none may be believed without its signature. */
const senders = [
  ...['waha', 'telephony', 'mail', 'shopify', 'woocommerce', 'dukaan', 'quicksell', 'razorpay', 'stripe'],
  'paypal',
];

/** Rows of the CRM's own that a question may change or reach, by their ids; what is not named here is not asked for. */
export interface Named {
  /** Phone number of the customer that is made; left out: one that nobody has. */
  phone?: string | undefined;
  /** A task that may be completed. */
  task?: number | undefined;
  /** A thread whose customer is sent a message. */
  thread?: number | undefined;
  /** A customer who is called. */
  called?: number | undefined;
}

/**
 * A number that fits the contract and that no subscriber can have, another for each run: 612 is the area code of a town, so no
 * mobile number begins with it, and no number within an area begins with 0, which is dialled before area codes.
 */
export function nobodysPhone(): string {
  return `+916120${String(randomInt(1_000_000)).padStart(6, '0')}`;
}

/**
 * What the contract lets a session write, on a customer that is made for it: one customer with an order, an appointment and a
 * note, an export and a cancelled draft stay. Schedule and subscription are taken back. Rows that were there are left as they
 * are: a lead is moved to where it stands, a thread is marked as read that is; a task is completed where `named` has one. What
 * reaches a person comes last, and only whom `named` names.
 */
export function crmWrites(named: Named = {}): Ask[] {
  const phone = named.phone ?? nobodysPhone();
  const customer = { name: 'Conformance Check', phone, city: 'Hyderabad' };
  return [
    write({
      ...{ method: 'POST', route: '/api/customers', expect: [201], shape: shapes.customerDetail },
      body: () => customer,
      keep(body, seen) {
        const made = (body as { customer: { id: number; version: number } }).customer;
        seen.set('own', made.id);
        seen.set('version', made.version);
      },
    }),
    write({
      ...{ method: 'POST', route: '/api/customers', asked: 'without a name', expect: [400] },
      ...{ shape: shapes.fault, body: () => ({ phone }) },
    }),
    write({
      ...{ method: 'PATCH', route: '/api/customers/:id', expect: [200], shape: shapes.customerDetail },
      ...{ path: opening('/api/customers/:id', 'own') },
      body: (seen) => ({ version: seen.get('version'), notes: 'changed by the conformance check' }),
    }),
    write({
      ...{ method: 'PATCH', route: '/api/customers/:id', asked: 'on an old version', expect: [409] },
      ...{ path: opening('/api/customers/:id', 'own'), shape: shapes.fault },
      body: (seen) => ({ version: seen.get('version'), notes: 'late' }),
    }),
    write({
      ...{ method: 'POST', route: '/api/customers/:id/interactions', expect: [201] },
      ...{ path: opening('/api/customers/:id/interactions', 'own'), shape: shapes.interaction },
      body: () => ({ kind: 'note', note: 'conformance check' }),
    }),
    write({
      ...{ method: 'POST', route: '/api/orders', expect: [201], shape: shapes.orderDetail },
      path: (seen) => (seen.has('own') ? has(seen, 'product', '/api/orders') : null),
      body: (seen) => ({
        customerId: seen.get('own'),
        items: [{ productId: seen.get('product'), quantity: 1 }],
      }),
    }),
    write({
      ...{ method: 'POST', route: '/api/appointments', expect: [201], shape: shapes.appointment },
      path: (seen) => has(seen, 'own', '/api/appointments'),
      body: (seen) => ({
        customerId: seen.get('own'),
        startsAt: `${seen.get('today') ?? '2025-01-31'}T11:00:00+05:30`,
        purpose: 'Conformance check',
      }),
    }),
    write({
      ...{ method: 'POST', route: '/api/leads/:id/move', asked: 'to the stage where it stands' },
      ...{ expect: [200], path: opening('/api/leads/:id/move', 'lead'), shape: shapes.lead },
      body: (seen) => ({ stage: seen.get('stage') }),
    }),
    write({
      ...{ method: 'POST', route: '/api/tasks/:id/complete', expect: [200], shape: shapes.task },
      ...{
        path: () => `/api/tasks/${named.task}/complete`,
        wants: named.task === undefined ? '--task' : undefined,
      },
    }),
    ...outsideWrites(),
    ...senders.map((source) =>
      may({
        ...{ method: 'POST', route: '/webhooks/:tenant/:source', asked: `${source}, unsigned` },
        ...{ bare: true, expect: [401], shape: shapes.fault, body: () => ({ event: 'conformance-check' }) },
        path: (seen) => has(seen, 'tenant', `/webhooks/${seen.get('tenant')}/${source}`),
      }),
    ),
    ...reaching(named),
  ];
}

function outsideWrites(): Ask[] {
  const p256dh = createECDH('prime256v1').generateKeys('base64url');
  const keys = { p256dh, auth: randomBytes(16).toString('base64url') };
  return [
    may({
      ...{ method: 'POST', route: '/api/threads/:id/read', asked: 'one that is read already' },
      ...{ expect: [200], shape: shapes.thread, path: opening('/api/threads/:id/read', 'read thread') },
    }),
    may({
      ...{ method: 'POST', route: '/api/campaigns', asked: 'a draft', expect: [201], shape: shapes.campaign },
      path: (seen) => has(seen, 'template', '/api/campaigns'),
      body: (seen) => ({ name: 'Conformance check', templateId: seen.get('template') }),
      keep: idUnder('draft'),
    }),
    may({
      ...{ method: 'POST', route: '/api/campaigns/:id/cancel', expect: [200], shape: shapes.campaign },
      path: opening('/api/campaigns/:id/cancel', 'draft'),
    }),
    may({
      ...{ method: 'POST', route: '/api/exports', expect: [202], shape: shapes.exported },
      ...{ body: () => ({ kind: 'orders', format: 'csv' }), keep: idUnder('ownExport') },
    }),
    may({
      ...{ method: 'GET', route: '/api/exports/:id/file', asked: 'done or not', expect: [200, 409] },
      path: opening('/api/exports/:id/file', 'ownExport'),
    }),
    may({
      ...{ method: 'POST', route: '/api/export-schedules', expect: [201], shape: shapes.schedule },
      ...{ body: () => ({ kind: 'orders', format: 'csv', everyMinutes: 1440 }), keep: idUnder('schedule') },
      undo: opening('/api/export-schedules/:id', 'schedule'),
    }),
    may({
      ...{ method: 'DELETE', route: '/api/export-schedules/:id', expect: [204] },
      path: opening('/api/export-schedules/:id', 'schedule'),
    }),
    may({
      ...{ method: 'POST', route: '/api/push/subscriptions', expect: [201], shape: shapes.pushSubscription },
      body: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/conformance-check', keys }),
      keep: idUnder('subscription'),
      undo: opening('/api/push/subscriptions/:id', 'subscription'),
    }),
    may({
      ...{ method: 'DELETE', route: '/api/push/subscriptions/:id', expect: [204] },
      path: opening('/api/push/subscriptions/:id', 'subscription'),
    }),
  ];
}

function reaching({ thread, called }: Named): Ask[] {
  return [
    {
      ...may({
        ...{ method: 'POST', route: '/api/threads/:id/messages', expect: [202], shape: shapes.message },
        path: () => `/api/threads/${thread}/messages`,
        body: () => ({ text: 'Conformance check' }),
      }),
      ...{ reaches: true, wants: thread === undefined ? '--send-to' : undefined },
    },
    {
      ...may({
        ...{ method: 'POST', route: '/api/calls', expect: [202], shape: shapes.call },
        body: () => ({ customerId: called }),
      }),
      ...{ reaches: true, wants: called === undefined ? '--call' : undefined },
    },
  ];
}
