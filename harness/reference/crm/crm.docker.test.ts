import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CustomerDetail,
  CustomerRow,
  OrderDetail,
  Page,
  Rows,
} from '../../../scenarios/lib/contract.ts';
import { STAFF_PASSWORD, staffEmail } from '../../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../seed/throwaway-vm.ts';
import { buildApp } from './app.ts';
import type { DefectId } from './defects.ts';
import { send } from './testing/send.ts';

const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'];

let vm: ThrowawayVm;
let app: FastifyInstance;
beforeAll(async () => {
  vm = await startThrowawayVm();
  app = await crmWith(null);
});
afterAll(async () => {
  await app?.close();
  await vm?.[Symbol.asyncDispose]();
});

const crmWith = (defect: DefectId | null) =>
  buildApp({ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect });

async function logIn(tenant: string, number = 0, on = app): Promise<string> {
  const payload = { email: staffEmail(tenant, number), password: STAFF_PASSWORD };
  const { status, headers, body } = await send(on, 'POST', '/api/auth/login', '', payload);
  expect(status).toBe(200);
  expect(body).toMatchObject({ tenant, user: { persona: expect.any(String) } });
  expect(headers['set-cookie']).toMatch(/HttpOnly/);
  return String(headers['set-cookie']).split(';')[0] as string;
}

it('starts on an empty database and takes up the dataset when it comes', async () => {
  expect((await send(app, 'GET', '/healthz', '')).status).toBe(200);
  const before = await send(app, 'GET', '/readyz', '');
  expect(before).toMatchObject({
    status: 503,
    body: { database: 'no dataset is seeded yet', cache: 'ready' },
  });
  const early = await send(app, 'POST', '/api/auth/login', '', { email: 'a@b.example', password: 'x' });
  expect(early.status).toBe(503);
  await seedDatabase(vm.ownerDsn(), { customers: 1_000, seed: 5, tenants, staffPerTenant: 10 });
  expect((await send(app, 'GET', '/readyz', '')).status).toBe(200);
});

describe('a session', () => {
  it('is refused to a wrong password and to an unknown address, alike', async () => {
    const answers = await Promise.all(
      [staffEmail('sarkar', 0), 'nobody@sarkar.example'].map((email) =>
        send(app, 'POST', '/api/auth/login', '', { email, password: 'guess' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  it('is asked for everywhere but at log-in, and ends at log-out', async () => {
    for (const path of ['auth/me', 'dashboard', 'customers', 'orders/1', 'tasks'])
      expect((await send(app, 'GET', `/api/${path}`, 'sid=1.made-up')).status, path).toBe(401);
    const cookie = await logIn('sarkar');
    expect((await send(app, 'GET', '/api/auth/me', cookie)).body).toMatchObject({
      tenant: 'sarkar',
      user: { id: 2 },
    });
    expect((await send(app, 'POST', '/api/auth/logout', cookie)).status).toBe(204);
    expect((await send(app, 'GET', '/api/auth/me', cookie)).status).toBe(401);
  });
});

describe.each(tenants)('as %s', (tenant) => {
  let cookie: string;
  beforeAll(async () => {
    cookie = await logIn(tenant, 1);
  });
  const get = (path: string) => send(app, 'GET', `/api/${path}`, cookie);
  const post = (path: string, payload?: object) => send(app, 'POST', `/api/${path}`, cookie, payload);

  it.each([
    'dashboard',
    'gold-rate',
    'customers?page=2&size=10',
    'customers?segment=regular',
    'customers/search?q=%2B919',
    'customers/search?q=ra',
    'orders?status=delivered&size=5',
    'orders?page=1000',
    'products?q=ring',
    'appointments?days=14',
    'appointments?from=2025-01-20&days=7',
    'leads?stage=new',
    'leads?size=200',
    'tasks',
  ])('GET %s answers with rows of the tenant', async (path) => {
    const { status, body, headers } = await get(path);
    expect(status).toBe(200);
    expect(body.tenant).toBe(tenant);
    for (const row of body.items ?? []) expect(row.tenant).toBe(tenant);
    if (path !== 'orders?page=1000' && body.items) expect(body.items.length).toBeGreaterThan(0);
    expect(headers['server-timing']).toMatch(/^db;dur=\d+\.\d+, pool;dur=\d+\.\d+$/);
  });

  it('opens a customer from the list, and its timeline', async () => {
    const list = (await get('customers')).body as Page<CustomerRow>;
    const id = list.items[0]?.id;
    const detail = (await get(`customers/${id}`)).body as CustomerDetail;
    expect(detail.customer).toMatchObject({ id, tenant, version: 1 });
    expect((await get(`customers/${id}/timeline`)).body.tenant).toBe(tenant);
  });

  it('creates a customer, finds and changes it, and refuses its phone number a second time', async () => {
    const made = { name: 'Asha Testwala', phone: '+919812345678', city: 'Pune', notes: 'Walk-in' };
    const created = await post('customers', made);
    expect(created).toMatchObject({ status: 201, body: { tenant, customer: { ...made, segment: 'new' } } });
    expect((await post('customers', made)).status).toBe(409);
    const { id } = created.body.customer;
    for (const q of ['asha test', 'testwala', '98123456']) {
      const found = (await get(`customers/search?q=${encodeURIComponent(q)}`)).body as Rows<CustomerRow>;
      expect(
        found.items.map((row) => row.id),
        q,
      ).toContain(id);
    }
    await get(`customers/${id}`);
    const patch = (change: object) => send(app, 'PATCH', `/api/customers/${id}`, cookie, change);
    expect(await patch({ version: 1, segment: 'vip' })).toMatchObject({
      status: 200,
      body: { customer: { version: 2 } },
    });
    expect((await get(`customers/${id}`)).body.customer).toMatchObject({
      segment: 'vip',
      version: 2,
      city: 'Pune',
    });
    expect((await patch({ version: 1, city: 'Surat' })).status).toBe(409);
  });

  it('writes an order at the rate of the day and shows it on the customer at once', async () => {
    const customerId = ((await get('customers')).body as Page<CustomerRow>).items[0]?.id;
    await get(`customers/${customerId}`);
    const [product] = (await get('products?size=1')).body.items;
    const created = await post('orders', { customerId, items: [{ productId: product.id, quantity: 2 }] });
    const { order } = created.body as OrderDetail;
    expect(created.status).toBe(201);
    expect(order).toMatchObject({ customerId, tenant, status: 'booked', totalInr: 2 * product.priceInr });
    expect((await get(`orders/${order.id}`)).body).toEqual(created.body);
    expect((await get(`customers/${customerId}`)).body.orders[0].id).toBe(order.id);
    expect((await get('orders?size=1')).body.items[0].orderedAt.slice(0, 7)).toBe('2025-01');
    const absent = { customerId, items: [{ productId: 999_999, quantity: 1 }] };
    expect((await post('orders', absent)).status).toBe(400);
  });

  it('notes a visit, books an appointment, moves a lead, ticks off a task', async () => {
    const customerId = ((await get('customers')).body as Page<CustomerRow>).items[1]?.id;
    const visit = await post(`customers/${customerId}/interactions`, { kind: 'visit', note: 'Came by' });
    expect(visit).toMatchObject({ status: 201, body: { tenant, customerId, kind: 'visit' } });
    expect((await get(`customers/${customerId}/timeline`)).body.items[0].id).toBe(visit.body.id);
    expect((await get(`customers/${customerId}`)).body.customer.lastVisitOn).toBe('2025-01-31');

    const booking = { customerId, startsAt: '2025-02-03T11:00:00+05:30', purpose: 'Ring sizing' };
    expect(await post('appointments', booking)).toMatchObject({
      status: 201,
      body: { tenant, status: 'booked' },
    });
    const monday = (await get('appointments?from=2025-02-03')).body.items;
    expect(monday.some((row: { customerId: number }) => row.customerId === customerId)).toBe(true);

    const [lead] = (await get('leads?stage=new')).body.items;
    expect(await post(`leads/${lead.id}/move`, { stage: 'contacted' })).toMatchObject({
      status: 200,
      body: { id: lead.id, tenant, stage: 'contacted' },
    });
    const [task] = (await get('tasks')).body.items;
    expect((await post(`tasks/${task.id}/complete`)).body).toMatchObject({ id: task.id, done: true });
    expect((await get('tasks')).body.items.some((row: { id: number }) => row.id === task.id)).toBe(false);
  });

  it('neither sees nor touches what belongs to another tenant', async () => {
    // Ids go round the tenants: the next one is the next tenant's.
    const other = tenants.indexOf(tenant) + 2;
    for (const path of [`customers/${other}`, `customers/${other}/timeline`, `orders/${other}`])
      expect((await get(path)).status, path).toBe(404);
    const note = { kind: 'note', note: 'x' };
    const order = { customerId: other, items: [{ productId: tenants.indexOf(tenant) + 1, quantity: 1 }] };
    const appointment = { customerId: other, startsAt: '2025-02-03T11:00:00+05:30', purpose: 'x' };
    const writes = [
      await post(`customers/${other}/interactions`, note),
      await post('orders', order),
      await post('appointments', appointment),
      await post(`leads/${other}/move`, { stage: 'won' }),
      await post(`tasks/${other}/complete`),
      await send(app, 'PATCH', `/api/customers/${other}`, cookie, { version: 1, city: 'x' }),
    ];
    expect(writes.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it.each([
    ['customers?page=0'],
    ['customers/abc'],
    ['customers/search?q=a'],
    ['leads?stage=nowhere'],
    ['appointments?from=yesterday'],
  ])('refuses GET %s with one sentence', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.any(String) });
  });

  it('refuses bodies that do not fit', async () => {
    const answers = [
      await post('customers', { name: 'X', phone: '12345', city: 'Pune' }),
      await post('customers', { name: 'X', phone: '+919812345678', city: 'Pune', admin: true }),
      await post('orders', { customerId: 1, items: [] }),
      await post('leads/1/move', { stage: 'nowhere' }),
      await post('customers', { name: 'x'.repeat(70_000), phone: '+919812345678', city: 'Pune' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 413]);
  });
});

it('keeps tenants apart when they share one pool of connections', async () => {
  const cookies = await Promise.all(tenants.map((tenant) => logIn(tenant, 2)));
  const answers = await Promise.all(
    Array.from({ length: 150 }, async (_, i) => {
      const at = i % tenants.length;
      const { body } = await send(app, 'GET', `/api/customers?page=${i % 7}1`, cookies[at] as string);
      return body.items.every((row: CustomerRow) => row.tenant === tenants[at]);
    }),
  );
  expect(answers.every(Boolean)).toBe(true);
});

describe('planted defects', () => {
  it('slow: every answer takes 800 ms more', async () => {
    await using slow = disposable(await crmWith('slow'));
    const sent = performance.now();
    await send(slow.app, 'GET', '/api/auth/me', '');
    expect(performance.now() - sent).toBeGreaterThan(790);
    const health = performance.now();
    await send(slow.app, 'GET', '/healthz', '');
    expect(performance.now() - health).toBeLessThan(400);
  });

  it('errors: about one answer in twenty is a 500', async () => {
    await using broken = disposable(await crmWith('errors'));
    const answers = await Promise.all(
      Array.from({ length: 600 }, () => send(broken.app, 'GET', '/api/auth/me', '')),
    );
    const share = answers.filter(({ status }) => status === 500).length / answers.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.12);
  });

  it('tenant-leak: some lists and searches show rows of another tenant', async () => {
    await using leaky = disposable(await crmWith('tenant-leak'));
    const cookie = await logIn('sarkar', 3, leaky.app);
    for (const path of ['customers?size=5', 'customers/search?q=%2B919']) {
      const answers = await Promise.all(
        Array.from({ length: 80 }, () => send(leaky.app, 'GET', `/api/${path}`, cookie)),
      );
      const seen = new Set(answers.flatMap(({ body }) => body.items.map((row: CustomerRow) => row.tenant)));
      expect(seen, path).toEqual(new Set(['sarkar', 'mangatrai']));
      expect(new Set(answers.map(({ body }) => body.tenant))).toEqual(new Set(['sarkar']));
    }
  });
});

function disposable(of: FastifyInstance) {
  return { app: of, [Symbol.asyncDispose]: () => of.close() };
}
