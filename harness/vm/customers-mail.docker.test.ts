import { createHmac } from 'node:crypto';
import pg from 'pg';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailRow } from '../../scenarios/lib/contract-outside.ts';
import { STAFF_PASSWORD, staffEmail } from '../../scenarios/lib/staff.ts';
import { seedDatabase } from '../../seed/seed-database.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { printedInVm, startSmallLevel } from '../topology/fixture-small-level.ts';
import type { StartedLevel } from '../topology/start-level.ts';

const tenants = ['mangatrai', 'sarkar'];
/** The document's Level 1 on one VM. Mails go CRM, job, Postfix, sink; what Postfix reports goes back to the CRM. */
const vms: Parameters<typeof startSmallLevel>[0] = [
  { name: 'all', roles: ['postgres', 'pgbouncer', 'redis', 'app', 'nginx', 'smtp'], ports: [80, 443, 5432] },
];

describe('mails to customers', () => {
  const cleanUp = createCleanUp();
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  let level: StartedLevel;
  let owner: pg.Client;
  let cookie: string;
  const inVm = (script: string, ...values: string[]) =>
    printedInVm(level, 'all', ['bash', '-c', script, ...values]);
  const port = (inside: number) => level.vms[0]?.port(inside);

  async function ask(method: string, path: string, body?: object) {
    const answer = await fetch(`https://127.0.0.1:${port(443)}/api/${path}`, {
      ...{ method, dispatcher, headers: { cookie, 'content-type': 'application/json' } },
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
    return { status: answer.status, body: (await answer.json()) as any, headers: answer.headers };
  }
  const customerOf = async (tenant: number, email: string | null, name = 'Asha <b>Testwala</b>') => {
    const sql = `update customers set email = $2, name = $3, version = version + 1 where id = (
      select c.id from customers c where c.tenant_id = $1 and not exists (
        select from emails e where e.tenant_id = c.tenant_id and e.customer_id = c.id and e.message_id is not null)
      and c.version = 1 order by c.id limit 1) and tenant_id = $1 returning id`;
    return (await owner.query(sql, [tenant, email, name])).rows[0].id as number;
  };
  const mail = async (id: number): Promise<MailRow & { messageId: string; deliveredAt: unknown }> => {
    const sql = `select status, bounce_reason as "bounceReason", message_id as "messageId",
      delivered_at as "deliveredAt" from emails where id = $1`;
    return (await owner.query(sql, [id])).rows[0];
  };
  const sent = async (email: string, template: string, name?: string): Promise<MailRow> => {
    const { status, body } = await ask('POST', `customers/${await customerOf(1, email, name)}/mails`, {
      template,
    });
    expect([status, body.status]).toEqual([202, 'queued']);
    return body;
  };
  const counts = async () => Number((await inVm('/opt/vm/roles/smtp/counts')).split('\t').at(-1));
  const reports = () => inVm('/opt/vm/roles/smtp/reports');

  beforeAll(async () => {
    level = await startSmallLevel(vms, { runId: 'customers-mail-test', cleanUp });
    const dsn = `postgres://crm_owner:${level.secrets.owner}@127.0.0.1:${port(5432)}/crm`;
    await seedDatabase(dsn, { customers: 200, seed: 5, tenants, staffPerTenant: 10 });
    owner = new pg.Client(dsn);
    await owner.connect();
    await owner.query("delete from emails where status = 'queued'");
    const credentials = { email: staffEmail('mangatrai', 0), password: STAFF_PASSWORD };
    cookie = '';
    const session = await ask('POST', 'auth/login', credentials);
    cookie = String(session.headers.get('set-cookie')).split(';')[0] as string;
  });
  afterAll(async () => {
    await owner?.end();
    await dispatcher.close();
    await cleanUp.run();
  });

  it('are in the sink once, with their headers, and end as sent', async () => {
    const before = await counts();
    const row = await sent('asha@home.example', 'order-confirmation');
    await expect.poll(async () => (await mail(row.id)).status, { timeout: 30_000 }).toBe('sent');
    await expect.poll(counts, { timeout: 20_000 }).toBe(before + 1);
    const { messageId } = await mail(row.id);
    const text = await inVm('cat "$(grep -rlF -- "$0" /var/lib/vm/mail/Maildir/new)"', messageId);
    expect(text).toContain(`Return-Path: <bounce+mangatrai-${row.id}@crm.example>`);
    expect(text).toMatch(/^From: .*<mangatrai@crm\.example>$/m);
    expect(text).toMatch(/^To: asha@home\.example$/m);
    expect(text).toMatch(/^Subject: Your order/m);
    expect(text).toMatch(/^Content-Type: text\/html/m);
    expect(text).toContain('Asha <b>Testwala</b>'); // the text
    expect(text).toContain('Asha &lt;b&gt;Testwala&lt;/b&gt;'); // the page
    const list = await ask('GET', 'mails?status=sent&size=1');
    expect(list.body.items[0]).toMatchObject({ id: row.id, tenant: 'mangatrai', to: 'asha@home.example' });
  });

  it('end as bounced where the mailbox is none: at once, or by the report that comes back', async () => {
    const [before, told] = [await counts(), await reports()];
    expect(told).toMatch(/^delivered\t0\nbounced\t0\nother\t0$/);
    const late = [
      await sent('x@bounce.example', 'repair-ready'),
      await sent('bounces-1@home.example', 'instalment-due'),
    ];
    const atOnce = await sent('refused-1@home.example', 'appointment-reminder');
    for (const { id } of [...late, atOnce])
      await expect.poll(async () => (await mail(id)).status, { timeout: 30_000 }).toBe('bounced');
    for (const { id } of late)
      expect((await mail(id)).bounceReason).toMatch(/^5\.1\.1 .*there is no such mailbox/);
    expect((await mail(atOnce.id)).bounceReason).toMatch(/there is no such mailbox/);
    await expect.poll(reports, { timeout: 20_000 }).toBe('delivered\t0\nbounced\t2\nother\t0');
    expect(await counts()).toBe(before);
  });

  it('tell of no tenant but their own, and of nothing that is not signed', async () => {
    const row = await sent('asha@elsewhere.example', 'repair-ready');
    await expect.poll(async () => (await mail(row.id)).status, { timeout: 30_000 }).toBe('sent');
    const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');
    const tell = async (
      tenant: string,
      secretOf = tenant,
      {
        at = Math.floor(Date.now() / 1000),
        text = JSON.stringify({ mailId: row.id, event: 'bounced' }),
      } = {},
    ) => {
      const key = hmac(level.secrets.crm, `webhook:${secretOf}:mail`);
      const answer = await fetch(`http://127.0.0.1:${port(80)}/webhooks/${tenant}/mail`, {
        ...{ method: 'POST', body: text },
        headers: {
          'content-type': 'application/json',
          'x-mail-timestamp': String(at),
          'x-mail-signature': hmac(key, `${at}.${text}`),
        },
      });
      await answer.text();
      return answer.status;
    };
    expect(await tell('mangatrai', 'sarkar')).toBe(401);
    expect(await tell('mangatrai', 'mangatrai', { at: Math.floor(Date.now() / 1000) - 3600 })).toBe(401);
    expect(await tell('sarkar')).toBe(404); // the mail is not its
    expect(await tell('nobody')).toBe(404);
    expect(await tell('mangatrai', 'mangatrai', { text: '{"mailId":' })).toBe(400);
    expect(await tell('mangatrai', 'mangatrai', { text: `"${'x'.repeat(20_000)}"` })).toBe(413);
    expect((await mail(row.id)).status).toBe('sent');
    const arrived = JSON.stringify({ mailId: row.id, event: 'delivered' });
    expect(await tell('mangatrai', 'mangatrai', { text: arrived })).toBe(200);
    expect((await mail(row.id)).status).toBe('delivered');
    expect([await tell('mangatrai'), await tell('mangatrai')]).toEqual([200, 200]);
    expect(await mail(row.id)).toMatchObject({ status: 'bounced', deliveredAt: null });
  });

  it('refuse who has no address, is another tenant’s, or a template that is none', async () => {
    const post = async (id: number, template: string) =>
      (await ask('POST', `customers/${id}/mails`, { template })).status;
    const nobody = await customerOf(1, null);
    const two = await customerOf(1, 'a@b.example, c@d.example');
    const others = await customerOf(2, 'a@b.example');
    expect(await post(nobody, 'repair-ready')).toBe(422);
    expect(await post(two, 'repair-ready')).toBe(422);
    expect(await post(others, 'repair-ready')).toBe(404);
    expect(await post(two, 'newsletter')).toBe(400);
  });

  it('wait while the mail server is away, and arrive once', async () => {
    await inVm('postfix stop 2>&1 || true'); // the supervisor starts it again
    const { id } = await sent('asha@later.example', 'repair-ready');
    await expect.poll(async () => (await mail(id)).status, { timeout: 60_000 }).toBe('sent');
    const copies = 'grep -rlF -- "$0" /var/lib/vm/mail/Maildir/new | wc -l';
    const { messageId } = await mail(id);
    await expect.poll(() => inVm(copies, messageId), { timeout: 20_000 }).toBe('1');
  });

  it('go in at SMTP to nobody’s return path', async () => {
    const tried = await inVm(
      'printf "Subject: x\\r\\n\\r\\nx" | curl -s --max-time 10 -T - --mail-from a@b.example --mail-rcpt bounce+mangatrai-1@crm.example smtp://127.0.0.1:587; echo $?',
    );
    expect(tried).toBe('55'); // refused at RCPT
  });
});
