import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { CallRow, CampaignRow, ExportRow, MailRow } from '../../scenarios/lib/contract-outside.ts';
import { seedDatabase } from '../../seed/seed-database.ts';
import { tenants } from '../core/level.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { builtVmImage } from '../host/environment.ts';
import { connectEngine } from '../topology/engine.ts';
import { printedInVm } from '../topology/fixture-small-level.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { type StartedLevel, startLevel } from '../topology/start-level.ts';
import { awaitServing, type Target } from './await-serving.ts';
import { type CrmClient, logInAt } from './fixture-crm-client.ts';

/** The CRM with all of its outside world, on VMs as small as a host of two cores holds side by side. */
const services = `
services:
  app:
    labels:
      capacity.level: "2"
      capacity.vm: app
      capacity.roles: "app postgres pgbouncer redis nginx smtp"
      capacity.vcpu: "2"
      capacity.memory: 4GB
      capacity.disk: 10GB
    environment:
      CRM_URL: http://app
      WAHA_URL: http://waha:3000
      TELEPHONY_URL: http://telephony:8088
      PUSH_HOSTS: outside:8090
      PAYPAL_CERT_HOSTS: outside:8090
      WHATSAPP_PER_NUMBER_PER_MINUTE: "1200"
    ports: ["443", "80", "5432", "6379"]
  waha:
    labels:
      capacity.level: "2"
      capacity.vm: waha
      capacity.roles: "waha"
      capacity.vcpu: "2"
      capacity.memory: 2GB
      capacity.disk: 10GB
    environment:
      WAHA_SEND_MEDIAN_MS: "20"
      WAHA_DELIVERED_SHARE: "1"
      WAHA_READ_SHARE: "1"
    ports: ["3000", "3900"]
  telephony:
    labels:
      capacity.level: "2"
      capacity.vm: telephony
      capacity.roles: "telephony"
      capacity.vcpu: "2"
      capacity.memory: 2GB
      capacity.disk: 10GB
    environment:
      CRM_URL: http://app
      PHONES_HOST: outside
    ports: ["8088", "8089"]
  outside:
    labels:
      capacity.test-host: "2"
      capacity.vm: outside
      capacity.roles: "outside phones"
      capacity.vcpu: "2"
      capacity.memory: 2GB
      capacity.disk: 10GB
    ports: ["8090", "8091"]
`;
const campaignSize = 500;
const within = { timeout: 120_000, interval: 500 };

interface WahaMessage {
  id: string;
  times: number;
}

describe('the CRM and its outside world', () => {
  const cleanUp = createCleanUp();
  let level: StartedLevel;
  let target: Target;
  let staff: CrmClient;

  const inVm = (name: string, ...command: string[]) => printedInVm(level, name, command);
  const psql = (sql: string) => inVm('app', 'psql', '-U', 'postgres', '-d', 'crm', '-XAtqc', sql);
  const rows = async (sql: string) => (await psql(sql)).split('\n').filter(Boolean);
  const portOf = (name: string, inside: number) =>
    [...level.vms, ...level.testHosts].find((vm) => vm.name === name)?.port(inside) ?? 0;
  const admin = async (name: string, port: number, path: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${portOf(name, port)}${path}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    expect(answer.status, path).toBeLessThan(300);
    return answer.text();
  };
  /** Messages that left a WAHA, by its own journal. */
  const sentMessages = async (): Promise<WahaMessage[]> =>
    (await admin('waha', 3900, '/ledger/messages'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter((message) => message.fromMe !== false && String(message.id).startsWith('true_'));

  async function startCampaign(name: string, pace: { pacePerMinute?: number } = {}): Promise<number> {
    const [templateId] = await rows(
      "select min(id) from message_templates where tenant_id = 1 and approved and category = 'marketing'",
    );
    const made = await staff.send('POST', '/api/campaigns', {
      ...{ name, templateId: Number(templateId), ...pace },
    });
    expect(made.status).toBe(201);
    const { status, body } = await staff.send('POST', `/api/campaigns/${made.body.id}/start`);
    expect([status, body.status]).toEqual([202, 'running']);
    return made.body.id;
  }
  const campaign = async (id: number): Promise<CampaignRow> =>
    (await staff.send('GET', `/api/campaigns/${id}`)).body;

  /** Every recipient who agreed has exactly one message, which WhatsApp has seen once, and its acknowledgements are in. */
  async function expectEachOnce(id: number): Promise<void> {
    await expect.poll(async () => (await campaign(id)).status, within).toBe('sent');
    const recipients = await rows(
      `select waha_id from campaign_recipients where tenant_id = 1 and campaign_id = ${id} and status not in ('skipped', 'failed')`,
    );
    expect(recipients.length).toBeGreaterThanOrEqual(campaignSize);
    expect(new Set(recipients).size).toBe(recipients.length);
    const sent = new Map((await sentMessages()).map((message) => [message.id, message.times]));
    expect(recipients.filter((waha) => sent.get(waha) !== 1)).toEqual([]);
    const failed = await rows(
      `select reason from campaign_recipients where tenant_id = 1 and campaign_id = ${id} and status = 'failed'`,
    );
    expect(failed).toEqual([]);
    // as many messages in the threads as left
    const [inThreads] = await rows(
      `select count(*) from whatsapp_messages m join campaign_recipients r on r.tenant_id = m.tenant_id and r.waha_id = m.waha_id
       where r.tenant_id = 1 and r.campaign_id = ${id}`,
    );
    expect(Number(inThreads)).toBe(recipients.length);
    // each acknowledgement comes home: all of them are read in the end, and counted
    const told = async () => {
      const { sent, delivered, read, failed } = await campaign(id);
      return { sent, delivered, read, failed };
    };
    const all = recipients.length;
    await expect.poll(told, within).toEqual({ sent: all, delivered: all, read: all, failed: 0 });
  }
  /** As the kernel ends a process that takes too much; the supervisor starts it again. */
  const kill = (vm: string, title: string) =>
    inVm(vm, 'bash', '-c', `kill -KILL $(grep -lzs '^${title}' /proc/[0-9]*/cmdline | cut -d/ -f3)`);

  beforeAll(async () => {
    const image = builtVmImage();
    if (image === null) throw new Error('the VM image is not built: npm run setup');
    const definition = parseLevelFile(services, 2, {
      ...{ source: 'custom', variables: { CAPACITY_VM_IMAGE: image } },
    });
    level = await startLevel(await connectEngine(), definition, {
      ...{ runId: 'outside-test', keep: false, environment: {}, cleanUp, withTestHosts: true },
    });
    await seedDatabase(`postgres://crm_owner:${level.secrets.owner}@127.0.0.1:${portOf('app', 5432)}/crm`, {
      ...{ customers: 4000, seed: 5, tenants: [...tenants], staffPerTenant: 10 },
    });
    target = {
      baseUrl: `https://127.0.0.1:${portOf('app', 443)}`,
      caPem: await inVm('app', 'cat', '/etc/vm/tls/ca.crt'),
    };
    await awaitServing(target, new AbortController().signal);
    staff = await logInAt(target, 0);
    const working = () =>
      rows("select name from whatsapp_sessions where tenant_id = 1 and status = 'WORKING'");
    await vi.waitFor(async () => expect(await working()).toHaveLength(4), within);
  });
  afterAll(async () => {
    await staff?.close();
    await cleanUp.run();
  });

  it('has every setting as it should be', async () => {
    const settings = (await level.readLimits('before')).flatMap(({ vm, settings }) =>
      settings.map((setting) => ({ vm, ...setting })),
    );
    expect(settings.filter(({ matches }) => !matches)).toEqual([]);
  });

  it('sends a campaign: none lost, none doubled, acknowledgements come home', async () => {
    await expectEachOnce(await startCampaign('Plain'));
  });

  it('does so with WAHA killed, Redis restarted and the job process killed in the middle', async () => {
    // slow enough that all three fall into it
    const id = await startCampaign('Troubled', { pacePerMinute: 1500 });
    const sent = async () => (await campaign(id)).sent;
    const isUnderWay = async () => {
      const { status, sent, recipients, skipped } = await campaign(id);
      expect(status).toBe('running');
      expect(sent).toBeLessThan(recipients - skipped);
    };
    await expect.poll(sent, within).toBeGreaterThan(campaignSize * 0.1);
    await isUnderWay();
    await kill('waha', 'waha');
    await isUnderWay();
    await expect.poll(sent, within).toBeGreaterThan(campaignSize * 0.3);
    await isUnderWay();
    await inVm('app', 'supervisorctl', '-c', '/opt/vm/supervisord.conf', 'restart', 'redis-queue');
    await isUnderWay();
    await expect.poll(sent, within).toBeGreaterThan(campaignSize * 0.6);
    await isUnderWay();
    await kill('app', 'crm jobs');
    await isUnderWay();
    await expectEachOnce(id);
  });

  it('tells a browser of a message that comes in, and wakes one that is not open', async () => {
    const made = JSON.parse(
      await admin('outside', 8091, '/subscriptions', {
        applicationServerKey: (await staff.send('GET', '/api/push/key')).body.publicKey,
      }),
    );
    // one subscription for each of the staff would be usual; everybody here is told through this one
    const { endpoint, keys } = made;
    expect((await staff.send('POST', '/api/push/subscriptions', { endpoint, keys })).status).toBe(201);
    const socket = new WebSocket(`${target.baseUrl.replace('https', 'wss')}/api/live`, {
      ca: target.caPem,
      headers: { cookie: staff.cookie },
      // a name of its certificate: the address is none
      ...{ servername: 'localhost' },
    });
    const heard: { type: string; threadId?: number }[] = [];
    socket.on('message', (data) => heard.push(JSON.parse(String(data))));
    try {
      await expect.poll(() => heard.map(({ type }) => type), within).toContain('hello');
      // a customer whom this member of staff looks after
      const [chat, session] = ((
        await rows(
          `select chat_id || ' ' || session from whatsapp_threads t where tenant_id = 1 and staff_id = 1 limit 1`,
        )
      )[0]?.split(' ') ?? []) as [string, string];
      await admin('waha', 3900, '/inbound', { session, from: chat, text: 'Is the necklace ready?' });
      await expect.poll(() => heard.map(({ type }) => type), within).toContain('whatsapp-message');
      const pushed = async () => JSON.parse(await admin('outside', 8091, '/ledger'));
      await expect.poll(async () => (await pushed()).decrypted, within).toBe(1);
      expect(await pushed()).toMatchObject({ accepted: 1, doubled: 0 });
    } finally {
      socket.terminate();
    }
  });

  it('makes fifty calls at once, and has each in its log with how long it was', async () => {
    await admin('telephony', 8089, '/parameters', {
      ...{ ringMs: [500, 1500], talkMs: [9000, 11_000], noAnswerShare: 0, busyShare: 0 },
    });
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, n) => staff.send('POST', '/api/calls', { customerId: 1 + n * 3 })),
    );
    const ids = asked.map(({ status, body }) => {
      expect(status).toBe(202);
      return (body as CallRow).id;
    });
    let most = 0;
    const states = async () => {
      const counters = JSON.parse(await admin('telephony', 8089, '/counters'));
      most = Math.max(most, counters.sip_dialogs_active ?? 0);
      return rows(`select status from calls where tenant_id = 1 and id in (${ids.join(', ')})`);
    };
    await expect
      .poll(async () => (await states()).filter((status) => status === 'ended').length, {
        ...within,
        interval: 250,
      })
      .toBe(50);
    expect(most).toBeGreaterThan(40);
    const lengths = await rows(
      `select duration_s from calls where tenant_id = 1 and id in (${ids.join(', ')}) order by id`,
    );
    expect(lengths.map(Number).filter((seconds) => seconds >= 8 && seconds <= 20)).toHaveLength(50);
    const ledger = JSON.parse(await admin('telephony', 8089, '/ledger'));
    expect(ledger).toMatchObject({ asked: 50, answered: 50, ended: 50, doubled: 0 });
  });

  it('takes a payment through Nginx once, and refuses a forged one', async () => {
    const [order] = await rows(
      'select id from orders where tenant_id = 1 and id not in (select order_id from payments where tenant_id = 1) limit 1',
    );
    const [any] = await rows('select max(id) from orders where tenant_id = 1');
    const entity = { id: 'pay_E2E', amount: 123_400, currency: 'INR', status: 'captured', captured: true };
    const event = JSON.stringify({
      ...{ entity: 'event', event: 'payment.captured', contains: ['payment'], created_at: 1_700_000_000 },
      payload: { payment: { entity: { ...entity, notes: { crm_order_id: String(order ?? any) } } } },
    });
    const key = createHmac('sha256', level.secrets.crm).update('webhook:mangatrai:razorpay').digest('hex');
    const send = (body: string, signature: string) =>
      fetch(`http://127.0.0.1:${portOf('app', 80)}/webhooks/mangatrai/razorpay`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-razorpay-signature': signature,
          'x-razorpay-event-id': 'evt_e2e',
        },
        body,
      }).then(({ status }) => status);
    const signature = createHmac('sha256', key).update(event).digest('hex');
    expect(await send(event.replace('123400', '999999'), signature)).toBe(401);
    expect([await send(event, signature), await send(event, signature)]).toEqual([200, 200]);
    const booked = () =>
      rows("select amount_inr from payments where tenant_id = 1 and reference like '%pay_E2E%'");
    await expect.poll(booked, within).toEqual(['1234']);
  });

  it("mails a customer, and exports its own tenant's rows only", async () => {
    const [customer] = await rows('select min(id) from customers where tenant_id = 1 and email is not null');
    const mailed = await staff.send('POST', `/api/customers/${customer}/mails`, {
      template: 'appointment-reminder',
    });
    expect(mailed.status).toBe(202);
    const { id } = mailed.body as MailRow;
    await expect
      .poll(() => rows(`select status from emails where tenant_id = 1 and id = ${id}`), within)
      .toEqual(['sent']);
    const [messageId] = await rows(`select message_id from emails where tenant_id = 1 and id = ${id}`);
    const inSink = () =>
      inVm(
        'app',
        'bash',
        '-c',
        'grep -rlF -- "$0" /var/lib/vm/mail/Maildir/new | wc -l',
        messageId ?? 'none',
      );
    await expect.poll(inSink, within).toBe('1');
    const asked = await staff.send('POST', '/api/exports', { kind: 'customers', format: 'csv' });
    expect(asked.status).toBe(202);
    const { id: exportId } = asked.body as ExportRow;
    await expect
      .poll(async () => (await staff.send('GET', `/api/exports/${exportId}`)).body.status, within)
      .toBe('done');
    const file = await staff.text(`/api/exports/${exportId}/file`);
    const phones = await rows('select phone from customers where tenant_id = 1');
    expect((file.match(/\+91\d{10}/g) ?? []).sort()).toEqual(phones.sort());
  });
});
