import { leadStages } from '../lib/contract.ts';
import type { Viewer } from '../lib/ownership.ts';
import type { Request } from '../lib/request.ts';
import { customersOf, type MadeUpCustomer } from './made-up-rows.ts';

/** What a made-up CRM answers. */
export interface MadeUpAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** A CRM for tests, as one session sees it. Null where it does not know the path. */
export type MadeUpCrm = (request: Pick<Request, 'method' | 'path' | 'body'>) => MadeUpAnswer | null;

type Row = Record<string, unknown> & { id: number };

/** Rows of each kind that were there before; orders, leads and tasks have ids from 1 on. */
const SEEDED = 60;

/**
 * Does the work of the contract for one session: shows seeded rows of the session's tenant, keeps what the session
 * writes and shows it again. Sessions do not see each other's writes, so that what a user is shown, and therefore what it
 * asks for next, does not hang on the moment.
 */
export function createMadeUpCrm(viewer: Viewer): MadeUpCrm {
  const { tenant } = viewer;
  const seeded = customersOf(viewer);
  const created: MadeUpCustomer[] = [];
  const notes: Row[] = [];
  const orders: Row[] = [];
  const booked: Row[] = [];
  const stages = new Map<number, string>();
  const done = new Set<number>();
  let lastId = viewer.customers + 100_000;

  const customers = () => [...created, ...seeded];
  const find = (id: number) =>
    [created, seeded].flatMap((rows) => rows.find((row) => row.id === id) ?? [])[0];
  const row = (id: number, more: Record<string, unknown>): Row => ({ id, tenant, ...more });
  const customerIdOf = (id: number) => seeded[(id * 37) % seeded.length]?.id;
  const numbers = Array.from({ length: SEEDED }, (_, index) => index + 1);
  const order = (id: number) =>
    row(id, { customerId: customerIdOf(id), status: id % 2 ? 'paid' : 'open', totalInr: 9 });
  const lead = (id: number) =>
    row(id, { customerId: customerIdOf(id), stage: stages.get(id) ?? leadStages[id % 6] });
  const task = (id: number) => row(id, { customerId: customerIdOf(id), title: 'Call', done: done.has(id) });
  const one = (status: number, body: Record<string, unknown>) => ({ status, body: { tenant, ...body } });
  const list = (items: Row[]) => one(200, { items });
  const absent = { status: 404, body: { error: 'no such row' } };
  const keep = (rows: Row[], more: Record<string, unknown>) => {
    const made = row(++lastId, more);
    rows.unshift(made);
    return made;
  };
  const detail = (customer: MadeUpCustomer) => ({
    customer: { ...customer, version: 1 },
    orders: orders.filter(({ customerId }) => customerId === customer.id),
  });
  const withLines = (of: Row) => ({ order: { ...of, items: [{ productId: 1, name: 'Ring' }] } });

  return ({ method, path: address, body }) => {
    const [path = '', parameters = ''] = address.split('?');
    const asked = new URLSearchParams(parameters);
    const sent = (body ?? {}) as Record<string, unknown>;
    const id = Number(path.split('/')[3] ?? 0);
    const page = <R extends Row>(rows: R[]) => {
      const [at, size] = [Number(asked.get('page') ?? 1), Number(asked.get('size') ?? 25)];
      return one(200, { items: rows.slice((at - 1) * size, at * size), total: rows.length, page: at, size });
    };
    const filtered = <R extends Row>(rows: R[], key: string) => {
      const wanted = asked.get(key);
      return rows.filter((candidate) => wanted === null || candidate[key] === wanted);
    };

    switch (`${method} ${path.replace(/\/\d+/, '/:id')}`) {
      case 'POST /api/auth/login':
        return one(200, { user: { id: 1, name: 'Staff', persona: 'any', storeId: 1 } });
      case 'GET /api/dashboard':
        return one(200, { customers: seeded.length, openLeads: 40, ordersThisMonth: 12, openTasks: 3 });
      case 'GET /api/gold-rate':
        return one(200, { on: '2025-03-14', inrPerGram24k: 8800 });
      case 'GET /api/customers':
        return page(filtered(customers(), 'segment'));
      case 'GET /api/customers/search':
        return list(matching(customers(), asked.get('q') ?? '').slice(0, 25));
      case 'GET /api/customers/:id': {
        const customer = find(id);
        return customer === undefined ? absent : one(200, detail(customer));
      }
      case 'POST /api/customers': {
        const { name, phone, city } = sent as { name: string; phone: string; city: string };
        const customer = { id: ++lastId, tenant, name, phone, city, segment: 'new' };
        created.push(customer);
        return one(201, detail(customer));
      }
      case 'GET /api/customers/:id/timeline': {
        const older = numbers
          .slice(0, 5)
          .map((n) => row(n, { customerId: id, kind: 'call', note: 'Called' }));
        const all = [...notes.filter(({ customerId }) => customerId === id), ...older];
        return find(id) === undefined ? absent : list(all.slice(0, 50));
      }
      case 'POST /api/customers/:id/interactions':
        return find(id) === undefined ? absent : one(201, keep(notes, { ...sent, customerId: id }));
      case 'GET /api/orders':
        return page(filtered([...orders, ...numbers.map(order)], 'status'));
      case 'GET /api/orders/:id': {
        const found = [...orders, ...numbers.map(order)].find((candidate) => candidate.id === id);
        return found === undefined ? absent : one(200, withLines(found));
      }
      case 'POST /api/orders':
        return one(
          201,
          withLines(keep(orders, { customerId: sent.customerId, status: 'open', totalInr: 9 })),
        );
      case 'GET /api/products':
        return list(
          numbers.slice(0, 12).map((n) => row(n, { sku: `S${n}`, name: 'Ring with stone', priceInr: 10 })),
        );
      case 'GET /api/appointments':
        return list(booked.filter(({ startsAt }) => String(startsAt).slice(0, 10) === asked.get('from')));
      case 'POST /api/appointments':
        return one(201, keep(booked, { ...sent, status: 'booked' }));
      case 'GET /api/leads':
        return list(filtered(numbers.map(lead), 'stage').slice(0, 50));
      case 'POST /api/leads/:id/move':
        stages.set(id, String(sent.stage));
        return one(200, lead(id));
      case 'GET /api/tasks':
        return list(numbers.map(task).filter((candidate) => candidate.done === false));
      case 'POST /api/tasks/:id/complete':
        done.add(id);
        return one(200, task(id));
      default:
        return null;
    }
  };
}

/** Those whose name, surname or phone number begins with what was typed. */
function matching(rows: MadeUpCustomer[], typed: string): MadeUpCustomer[] {
  const wanted = typed.toLowerCase();
  if (wanted.startsWith('+')) return rows.filter(({ phone }) => phone.startsWith(wanted));
  return rows.filter(({ name }) => {
    const key = name.toLowerCase();
    return key.startsWith(wanted) || key.slice(key.lastIndexOf(' ') + 1).startsWith(wanted);
  });
}
