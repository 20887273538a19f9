import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailRow } from '../../../../scenarios/lib/contract-outside.ts';
import { seedDatabase } from '../../../../seed/seed-database.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../../seed/throwaway-vm.ts';
import { noTime } from '../database.ts';
import { type Consumers, openConsumers } from '../jobs/consumers.ts';
import { readDepths } from '../jobs/depths.ts';
import { GiveUp, Postpone } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { type OpenCrm, openCrm } from '../open-crm.ts';
import { nobodyOutside } from '../outside-config.ts';
import { type SmtpDouble, startSmtpDouble } from '../testing/smtp-double.ts';
import { mailConsumers } from './consumers.ts';
import { queueMail } from './queue-mail.ts';
import { mailRounds } from './rounds.ts';
import { sendMail } from './send-mail.ts';
import { openSmtp } from './smtp.ts';

let vm: ThrowawayVm;
let open: OpenCrm;
let consumers: Consumers;
let smtp: SmtpDouble;

beforeAll(async () => {
  vm = await startThrowawayVm();
  await seedDatabase(vm.ownerDsn(), {
    customers: 100,
    seed: 5,
    tenants: ['mangatrai', 'sarkar'],
    staffPerTenant: 10,
  });
  smtp = await startSmtpDouble();
  open = openCrm({
    ...{ databaseUrl: vm.pooledDsn(), redisUrl: vm.redisUrl(), defect: null },
    outside: { ...nobodyOutside, mail: { host: '127.0.0.1', port: smtp.port } },
  });
  consumers = openConsumers(vm.redisUrl());
});
afterAll(async () => {
  await consumers?.close();
  await open?.close();
  await smtp?.[Symbol.asyncDispose]();
  await vm?.[Symbol.asyncDispose]();
});

const queue = (to: string): Promise<MailRow> =>
  queueMail(open.crm, noTime(), 2, {
    customerId: null,
    to,
    subject: 'S',
    body: 'B',
    template: 'repair-ready',
  });
const status = async ({ id }: Pick<MailRow, 'id'>) => {
  const sql = `select status, coalesce(bounce_reason, '') from emails where id = ${id}`;
  return (await vm.superuser(sql)).split('|');
};
const isSent = async (row: MailRow) =>
  expect.poll(() => status(row), { timeout: 20_000 }).toEqual(['sent', '']);
const takenFor = (to: string) => smtp.taken.filter((mail) => mail.to === to);
const messageId = (text: string) => /^Message-ID: (.*)$/im.exec(text)?.[1];

it('hands in what waits, also what Redis never had, and each once', async () => {
  const row = await queue('first@home.example');
  const lost = await vm.superuser(
    `insert into emails (tenant_id, to_address, subject, body, template, created_at)
     select 1, 'lost' || n || '@home.example', 'S', 'B', 'repair-ready', now() from generate_series(1, 3) n
     returning id`,
  );
  expect(lost.split('\n')).toHaveLength(3);
  // as a dataset has them: they are no work
  await vm.superuser(
    `insert into emails (tenant_id, to_address, subject, body, created_at)
     values (1, 'dataset@home.example', 'S', 'B', now())`,
  );
  await mailRounds[0]?.run(open.crm);
  // their consumers die of them, so nobody can say what became of the mails
  const dying = openConsumers(vm.redisUrl());
  const giveUp = () => Promise.reject(new GiveUp('died'));
  dying.ensure([{ queue: queues.mail, concurrency: 4, handle: giveUp }]);
  await expect.poll(() => open.crm.jobs.queue(queues.mail).getFailedCount(), { timeout: 20_000 }).toBe(4);
  await dying.close();
  for (let n = 0; n < 3; n++) await mailRounds[0]?.run(open.crm);
  expect(await readDepths(open.crm.jobs, Date.now())).toMatchObject([{ name: 'mail', waiting: 4 }]);
  consumers.ensure(await mailConsumers(open.crm));
  await isSent(row);
  await expect.poll(() => smtp.taken.length, { timeout: 20_000 }).toBe(4);
  expect(takenFor('first@home.example')[0]?.from).toBe(`bounce+sarkar-${row.id}@crm.example`);
  expect(takenFor('lost2@home.example')[0]?.from).toMatch(/^bounce\+mangatrai-\d+@crm\.example$/);
});

describe('a mail server', () => {
  it('that says later is asked again, and says so once more at the end of the mail', async () => {
    smtp.next.push({ to: 'RCPT', say: '450 4.2.1 busy' }, { to: 'END', say: '452 4.3.1 no room' });
    const row = await queue('later@home.example');
    await isSent(row);
    expect(takenFor('later@home.example')).toHaveLength(1);
  });

  it('that refuses has the last word', async () => {
    smtp.next.push({ to: 'RCPT', say: '550 5.1.1 nobody of that name' });
    const row = await queue('nobody@home.example');
    const refused = ['bounced', expect.stringContaining('550 5.1.1 nobody of that name')];
    await expect.poll(() => status(row), { timeout: 20_000 }).toEqual(refused);
    await mailRounds[0]?.run(open.crm);
    expect(takenFor('nobody@home.example')).toEqual([]);
  });

  it('that hangs up with a mail in hand gets it again under the same id: that is the best that SMTP can do', async () => {
    smtp.next.push({ to: 'END', say: 'hang up' });
    const row = await queue('twice@home.example');
    await expect.poll(() => status(row), { timeout: 30_000 }).toEqual(['sent', '']);
    const ids = takenFor('twice@home.example').map(({ text }) => messageId(text));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^<.+@crm\.example>$/);
    expect(ids[1]).toBe(ids[0]);
  });
});

it('ends a mail as bounced at its last attempt, whatever the server does instead of an answer', async () => {
  const own = openSmtp({ host: '127.0.0.1', port: smtp.port });
  // without a job, so that nobody else takes it
  const inserted = await vm.superuser(
    `insert into emails (tenant_id, to_address, subject, body, created_at)
     values (2, 'last@home.example', 'S', 'B', now()) returning id`,
  );
  const id = Number(inserted.split('\n')[0]);
  const attempt = (attemptsMade: number, by = own) =>
    sendMail(open.crm, by, { tenantId: 2, mailId: id, attemptsMade });
  smtp.next.push({ to: 'END', say: 'hang up' }, { to: 'END', say: 'hang up' });
  await expect(attempt(6)).rejects.toThrow('the mail server did not take it');
  const nobody = openSmtp({ host: '127.0.0.1', port: 1 });
  await expect(attempt(7, nobody), 'which is no attempt').rejects.toBeInstanceOf(Postpone);
  await attempt(7);
  own.close();
  nobody.close();
  const [end, reason] = await status({ id });
  expect([end, reason]).toEqual(['bounced', expect.stringMatching(/^given up after 8 attempts: /)]);
  const ids = takenFor('last@home.example').map(({ text }) => messageId(text));
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
});

it('keeps a list of addresses out', async () => {
  await expect(queue('a@b.example, c@d.example')).rejects.toThrow(RangeError);
});
