import { textIn } from './answers.ts';
import type { Contents } from './contents.ts';
import type { NewAppointment, NewCustomer, NewInteraction, NewOrder } from './contract.ts';
import { get, post, query, type Request } from './request.ts';

interface CustomerFilter {
  page?: number;
  size?: number;
  segment?: string;
}
interface OrderFilter {
  page?: number;
  size?: number;
  status?: string;
}

/**
 * Every request of the contract that journeys make, with the answer it expects. Paths stand here and nowhere else.
 * Filters are taken from rows that were seen, so a first page is never empty.
 */
export const crm = {
  logIn: (email: string, password: string): Request =>
    post('/api/auth/login', '/api/auth/login', { body: { email, password }, status: 200, field: 'user' }),

  dashboard: (): Request => get('/api/dashboard', '/api/dashboard', 'customers', { positive: ['customers'] }),
  goldRate: (): Request =>
    get('/api/gold-rate', '/api/gold-rate', 'inrPerGram24k', { positive: ['inrPerGram24k'] }),

  customers: (filter: CustomerFilter): Request => ({
    ...get('/api/customers', `/api/customers${query({ ...filter })}`, 'items', {
      ...firstPage(filter.page),
      ...(filter.segment === undefined ? {} : { each: { segment: filter.segment } }),
    }),
    listsCustomers: true,
  }),
  /** `found` is what must be there where `q` comes from a customer that was seen. */
  search: (q: string, found: Pick<Contents, 'atLeast' | 'holds'> = {}): Request => ({
    ...get('/api/customers/search', `/api/customers/search${query({ q })}`, 'items', {
      ...found,
      beginsWith: q,
    }),
    listsCustomers: true,
  }),
  /** `seen` is the customer as it was shown before: it has the same phone number still. */
  customer: (id: number, seen: unknown = null): Request => {
    const phone = textIn(seen, 'phone');
    return get('/api/customers/:id', `/api/customers/${id}`, 'customer', {
      values: { 'customer.id': id, ...(phone === '' ? {} : { 'customer.phone': phone }) },
    });
  },
  /** `note` is an entry that this user wrote a moment ago. */
  timeline: (id: number, note: number | null = null): Request =>
    get('/api/customers/:id/timeline', `/api/customers/${id}/timeline`, 'items', {
      each: { customerId: id },
      ...(note === null ? {} : { holds: { id: note } }),
    }),
  createCustomer: (body: NewCustomer): Request =>
    post('/api/customers', '/api/customers', {
      body,
      status: 201,
      field: 'customer',
      contents: { values: { 'customer.name': body.name, 'customer.phone': body.phone } },
    }),
  addInteraction: (id: number, body: NewInteraction): Request =>
    post('/api/customers/:id/interactions', `/api/customers/${id}/interactions`, {
      body,
      status: 201,
      field: 'id',
      contents: { values: { customerId: id, kind: body.kind, note: body.note } },
    }),

  orders: (filter: OrderFilter): Request =>
    get('/api/orders', `/api/orders${query({ ...filter })}`, 'items', {
      ...firstPage(filter.page),
      ...(filter.status === undefined ? {} : { each: { status: filter.status } }),
    }),
  /** `customerId` is the order's customer where it is known. */
  order: (id: number, customerId: number | null = null): Request =>
    get('/api/orders/:id', `/api/orders/${id}`, 'order', {
      values: { 'order.id': id, ...(customerId === null ? {} : { 'order.customerId': customerId }) },
    }),
  createOrder: (body: NewOrder): Request =>
    post('/api/orders', '/api/orders', {
      body,
      status: 201,
      field: 'order',
      contents: { values: { 'order.customerId': body.customerId } },
    }),
  products: (filter: { q?: string; size?: number }, found: Pick<Contents, 'atLeast'> = {}): Request =>
    get('/api/products', `/api/products${query(filter)}`, 'items', found),

  /** `booked` is an appointment of these days that this user made a moment ago. */
  appointments: (filter: { from?: string; days?: number }, booked: number | null = null): Request =>
    get(
      '/api/appointments',
      `/api/appointments${query(filter)}`,
      'items',
      booked === null ? {} : { holds: { id: booked, cutAt: 200 } },
    ),
  bookAppointment: (body: NewAppointment): Request =>
    post('/api/appointments', '/api/appointments', {
      body,
      status: 201,
      field: 'id',
      contents: { values: { customerId: body.customerId, purpose: body.purpose } },
    }),

  leads: (filter: { stage?: string; size?: number }): Request =>
    get(
      '/api/leads',
      `/api/leads${query(filter)}`,
      'items',
      filter.stage === undefined ? {} : { each: { stage: filter.stage } },
    ),
  moveLead: (id: number, stage: string): Request =>
    post('/api/leads/:id/move', `/api/leads/${id}/move`, {
      body: { stage },
      status: 200,
      field: 'id',
      contents: { values: { id, stage } },
    }),

  /** `completed` is a task that this user ticked off a moment ago. */
  tasks: (completed: number | null = null): Request =>
    get('/api/tasks', '/api/tasks', 'items', completed === null ? {} : { lacks: completed }),
  completeTask: (id: number): Request =>
    post('/api/tasks/:id/complete', `/api/tasks/${id}/complete`, {
      status: 200,
      field: 'id',
      contents: { values: { id, done: true } },
    }),
};

/** Later pages may lie behind the end. */
function firstPage(page = 1): Contents {
  return page === 1 ? { atLeast: 1 } : {};
}
