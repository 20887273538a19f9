import { leadStages } from '../lib/contract.ts';
import { stream } from '../lib/random.ts';
import type { Request } from '../lib/request.ts';

const firstNames = ['Ananya', 'Bhavesh', 'Chandan', 'Deepika', 'Farhan', 'Gauri', 'Harish', 'Lakshmi'];
const lastNames = ['Chopra', 'Desai', 'Ganguly', 'Kulkarni', 'Mangat', 'Nair', 'Reddy', 'Sarkar'];

/**
 * A CRM for tests: answers every request of the contract with made-up rows, the same for the same tenant, method and
 * path. It keeps nothing. Null where it does not know the path.
 */
export function madeUpAnswer(
  request: Pick<Request, 'method' | 'path'>,
  tenant: string,
): { status: number; body: Record<string, unknown> } | null {
  const [path = '', parameters = ''] = request.path.split('?');
  const random = stream(1, `${tenant} ${request.path}`);
  const id = Number(path.split('/')[3] ?? 0);
  const one = (status: number, body: Record<string, unknown>) => ({ status, body: { tenant, ...body } });
  const list = (row: (id: number) => Record<string, unknown>) =>
    one(200, {
      items: Array.from({ length: 12 }, () => row(random.int(1, 9000))),
      total: 9000,
      page: 1,
      size: 12,
    });
  const customer = (of: number) => customerRow(of, tenant);
  const about = (of: number, more: Record<string, unknown>) => ({
    id: of,
    tenant,
    customerId: of + 7,
    ...more,
  });

  switch (`${request.method} ${path.replace(/\/\d+/, '/:id')}`) {
    case 'POST /api/auth/login':
      return one(200, { user: { id: 1, name: 'Staff', persona: 'any', storeId: 1 } });
    case 'GET /api/dashboard':
      return one(200, { customers: 9000, openLeads: 40, ordersThisMonth: 12, openTasks: 3 });
    case 'GET /api/gold-rate':
      return one(200, { on: '2025-03-14', inrPerGram24k: 8800 });
    case 'GET /api/customers':
    case 'GET /api/customers/search':
      return list(customer);
    case 'GET /api/customers/:id':
      return one(200, { customer: { ...customer(id), version: 1 }, orders: [about(4, { status: 'open' })] });
    case 'POST /api/customers':
      return one(201, { customer: { ...customer(random.int(1, 9000)), version: 1 }, orders: [] });
    case 'GET /api/customers/:id/timeline':
      return list((of) => about(of, { kind: 'call', note: 'Called' }));
    case 'POST /api/customers/:id/interactions':
      return one(201, about(random.int(1, 9000), { kind: 'note', note: 'x' }));
    case 'GET /api/orders':
      return list((of) => about(of, { status: of % 2 ? 'paid' : 'open', totalInr: 9 }));
    case 'GET /api/orders/:id':
      return one(200, {
        order: { ...about(id, { status: 'open' }), items: [{ productId: 1, name: 'Ring' }] },
      });
    case 'POST /api/orders':
      return one(201, { order: { ...about(random.int(1, 9000), { status: 'open' }), items: [] } });
    case 'GET /api/products':
      return list((of) => ({ id: of, tenant, sku: `S${of}`, name: 'Ring with stone', priceInr: 10 }));
    case 'GET /api/appointments':
      return list((of) => about(of, { startsAt: '2025-03-14T11:00:00+05:30', status: 'booked' }));
    case 'POST /api/appointments':
      return one(201, about(random.int(1, 9000), { status: 'booked' }));
    case 'GET /api/leads':
      return list((of) => about(of, { stage: stageIn(parameters) ?? leadStages[of % 6] }));
    case 'POST /api/leads/:id/move':
      return one(200, about(id, { stage: 'contacted' }));
    case 'GET /api/tasks':
      return list((of) => about(of, { title: 'Call', done: false }));
    case 'POST /api/tasks/:id/complete':
      return one(200, about(id, { title: 'Call', done: true }));
    default:
      return null;
  }
}

function customerRow(id: number, tenant: string) {
  const name = `${firstNames[id % 8]} ${lastNames[(id >> 3) % 8]}`;
  return { id, tenant, name, phone: `+9198${String(id).padStart(8, '0')}`, city: 'Pune', segment: 'gold' };
}

function stageIn(parameters: string): string | undefined {
  return /(?:^|&)stage=([^&]+)/.exec(parameters)?.[1];
}
