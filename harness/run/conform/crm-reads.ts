import type { Ask, Seen } from './ask.ts';
import { shapes } from './crm-shapes.ts';

/** An id that no row has. */
const ABSENT = 999_999_999;

/** Row `at` of an answer's items, as far as it is one. */
function itemOf(body: unknown, at = 0): Record<string, unknown> {
  const items = (body as { items?: unknown } | undefined)?.items;
  return (Array.isArray(items) ? items[at] : undefined) ?? {};
}

/** Remembers a field of the first row under a name; nothing where there is no row. */
const keepFirst =
  (...names: [name: string, field: string][]) =>
  (body: unknown, seen: Seen) => {
    for (const [name, field] of names) {
      const value = itemOf(body)[field];
      if (typeof value === 'string' || typeof value === 'number') seen.set(name, value);
    }
  };

/** The route with what was seen in the place of its `:id`; null where nothing was. */
export const opening =
  (route: string, name: string, after = '') =>
  (seen: Seen) => {
    const id = seen.get(name);
    return id === undefined ? null : route.replace(':id', encodeURIComponent(String(id))) + after;
  };

type Read = Omit<Ask, 'method' | 'route' | 'asked' | 'expect' | 'required'> & {
  asked?: string;
  expect?: number[];
};

const reader =
  (required: boolean) =>
  (route: string, shape: Ask['shape'], more: Read = {}): Ask => ({
    ...{ method: 'GET', route, asked: '', required, expect: [200], shape },
    ...more,
  });
const read = reader(true);
const may = reader(false);

/** How long a search may be: what is typed of a phone number. */
const TYPED = 8;

/** Log-in, with what must be refused; a session is what all others are asked with. */
export function loginAsks(email: string, password: string): Ask[] {
  const login = { method: 'POST', route: '/api/auth/login', required: true } as const;
  return [
    read('/healthz', undefined, { bare: true }),
    read('/readyz', undefined, { bare: true }),
    read('/api/auth/me', shapes.fault, { asked: 'without a session', bare: true, expect: [401] }),
    {
      ...{ ...login, asked: 'with a wrong password', expect: [401], shape: shapes.fault },
      body: () => ({ email, password: `${password}-not` }),
    },
    {
      ...{ ...login, asked: email, expect: [200], shape: shapes.session, body: () => ({ email, password }) },
      opens: true,
      keep: (body, seen) => void seen.set('tenant', (body as { tenant: string }).tenant),
    },
  ];
}

/** Everything that the contract lets a session read, what journeys need first. */
export const crmReads: readonly Ask[] = [
  read('/api/auth/me', shapes.session),
  read('/api/dashboard', shapes.dashboard),
  read('/api/gold-rate', shapes.goldRate, {
    keep: (body, seen) => void seen.set('today', (body as { on: string }).on.slice(0, 10)),
  }),
  read('/api/customers', shapes.customers.page, {
    asked: 'a page of 5',
    path: () => '/api/customers?page=1&size=5',
    keep: keepFirst(['customer', 'id'], ['phone', 'phone']),
  }),
  read('/api/customers/search', shapes.customers.list, {
    asked: 'the beginning of a phone number',
    path: (seen) =>
      seen.has('phone')
        ? `/api/customers/search?q=${encodeURIComponent(String(seen.get('phone')).slice(0, TYPED))}`
        : null,
  }),
  read('/api/customers/:id', shapes.customerDetail, { path: opening('/api/customers/:id', 'customer') }),
  read('/api/customers/:id', shapes.fault, {
    ...{ asked: 'one that is not there', path: () => `/api/customers/${ABSENT}`, expect: [404] },
  }),
  read('/api/customers/:id/timeline', shapes.interactions, {
    path: opening('/api/customers/:id/timeline', 'customer'),
  }),
  read('/api/orders', shapes.orders, {
    ...{ asked: 'a page of 5', path: () => '/api/orders?page=1&size=5', keep: keepFirst(['order', 'id']) },
  }),
  read('/api/orders/:id', shapes.orderDetail, { path: opening('/api/orders/:id', 'order') }),
  read('/api/products', shapes.products, {
    ...{ asked: '5 of them', path: () => '/api/products?size=5', keep: keepFirst(['product', 'id']) },
  }),
  read('/api/appointments', shapes.appointments, { asked: 'of today' }),
  read('/api/leads', shapes.leads, {
    ...{ asked: '5 of them', path: () => '/api/leads?size=5' },
    keep: keepFirst(['lead', 'id'], ['stage', 'stage']),
  }),
  read('/api/tasks', shapes.tasks),

  may('/api/threads', shapes.threads, {
    ...{ asked: 'a page of 50', path: () => '/api/threads?page=1&size=50' },
    keep(body, seen) {
      keepFirst(['thread', 'id'])(body, seen);
      const { items } = body as { items: { id: number; unread: number }[] };
      const read = items.find(({ unread }) => unread === 0);
      if (read !== undefined) seen.set('read thread', read.id);
    },
  }),
  may('/api/threads/:id/messages', shapes.messages, {
    path: opening('/api/threads/:id/messages', 'thread', '?size=5'),
  }),
  may('/api/message-templates', shapes.templates, { keep: keepFirst(['template', 'id']) }),
  may('/api/campaigns', shapes.campaigns, {
    ...{ asked: 'a page of 5', path: () => '/api/campaigns?page=1&size=5' },
    keep: keepFirst(['campaign', 'id']),
  }),
  may('/api/campaigns/:id', shapes.campaign, { path: opening('/api/campaigns/:id', 'campaign') }),
  may('/api/calls', shapes.calls, {
    asked: 'a page of 50',
    path: () => '/api/calls?page=1&size=50',
    keep(body, seen) {
      keepFirst(['call', 'id'])(body, seen);
      const { items } = body as { items: { id: number; hasRecording: boolean }[] };
      const recorded = items.find(({ hasRecording }) => hasRecording);
      if (recorded !== undefined) seen.set('recorded', recorded.id);
    },
  }),
  may('/api/calls/:id', shapes.call, { path: opening('/api/calls/:id', 'call') }),
  may('/api/calls/:id/recording', undefined, {
    ...{ path: opening('/api/calls/:id/recording', 'recorded'), type: 'audio/' },
  }),
  may('/api/mails', shapes.mails, { asked: 'a page of 5', path: () => '/api/mails?page=1&size=5' }),
  may('/api/push/key', shapes.pushKey),
  may('/api/exports', shapes.exports, {
    path: () => '/api/exports?size=5',
    keep: keepFirst(['export', 'id']),
  }),
  may('/api/exports/:id', shapes.exported, { path: opening('/api/exports/:id', 'export') }),
  may('/api/export-schedules', shapes.schedules),
  may('/api/presence', shapes.presence),
  may('/api/jobs/dead', shapes.deadLetters),
  may('/api/live', shapes.hello, { asked: 'a websocket', socket: true, expect: [101] }),
  may('/api/live', undefined, {
    asked: 'a websocket without a session',
    socket: true,
    bare: true,
    expect: [401],
  }),
];

/** The end: a session that was ended opens nothing. */
export const logoutAsks: readonly Ask[] = [
  { method: 'POST', route: '/api/auth/logout', asked: '', required: true, expect: [204] },
  read('/api/auth/me', shapes.fault, { asked: 'after the log-out', expect: [401] }),
];
