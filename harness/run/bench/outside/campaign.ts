import { HarnessError } from '../../../core/errors.ts';
import { monotonicMs } from '../../../host/clock.ts';
import { logInAt } from '../../fixture-crm-client.ts';
import type { Figure } from '../budgets.ts';
import { type Bench, rowsOf, until } from './scene.ts';

/** One account of the stand-in takes a message in so many ms, always: 20 a second. */
const messageMs = 50;
const mostEnqueueMs = 5_000;
const mostDrainRatio = 1.1;
/** A quarter each, or the pace of four numbers would not be used. */
const mostShare = 0.3;

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

interface Sent {
  messages: number;
  mostOfOneNumber: number;
  doubled: number;
}

/** What left, by the stand-in's own ledger. */
async function ledgerOf(bench: Bench): Promise<Sent> {
  const answer = await fetch(`http://127.0.0.1:${bench.level.vmWith('waha').port(3900)}/ledger`);
  const { all, sessions } = (await answer.json()) as {
    all: { sent: number; doubled: number };
    sessions: Record<string, { sent: number }>;
  };
  const ofNumbers = Object.values(sessions).map(({ sent }) => sent);
  return { messages: all.sent, doubled: all.doubled, mostOfOneNumber: Math.max(0, ...ofNumbers) };
}

/** Jobs that the queues of the numbers have been given so far. */
async function enqueued({ level }: Bench): Promise<number> {
  const answer = await level.vmWith('app').exec(['curl', '-fsS', 'http://127.0.0.1:8000/queuez']);
  const { queues } = JSON.parse(answer.stdout) as { queues: Record<string, number | string>[] };
  return queues
    .filter(({ name }) => String(name).startsWith('whatsapp-'))
    .flatMap((queue) => ['waiting', 'active', 'delayed', 'completed'].map((key) => Number(queue[key])))
    .reduce((sum, count) => sum + count, 0);
}

/** Time until all messages of a campaign are enqueued, and until they have left, against the stand-in's own pace. */
export async function measureCampaign(bench: Bench, messages: number): Promise<Figure[]> {
  const { level, target } = bench;
  await until(
    bench,
    'numbers connected',
    () => rowsOf(bench, "select name from whatsapp_sessions where status = 'WORKING'"),
    (names) => names.length === 4,
    { withinMs: 60_000, everyMs: 250 },
  );
  await fetch(`http://127.0.0.1:${level.vmWith('waha').port(3900)}/parameters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sendMedianMs: messageMs, spread: 0 }),
  });
  await rowsOf(
    bench,
    `update customers set segment = 'bench' where id in (
       select id from customers where whatsapp_consent and marketing_consent order by id limit ${messages})`,
  );
  const [template] = await rowsOf(
    bench,
    "select min(id) from message_templates where approved and category = 'marketing'",
  );
  const before = await ledgerOf(bench);
  const staff = await logInAt(target, 0);
  const made = await staff.send('POST', '/api/campaigns', {
    ...{ name: 'Bench', templateId: Number(template), segment: 'bench' },
  });
  if (made.status !== 201) throw new HarnessError('load-failed', `the campaign is refused: ${made.status}`);
  const enqueuedBefore = await enqueued(bench);
  const from = monotonicMs();
  await staff.send('POST', `/api/campaigns/${made.body.id}/start`);
  await until(
    bench,
    'enqueued',
    () => enqueued(bench),
    (count) => count - enqueuedBefore >= messages,
    { withinMs: 60_000, everyMs: 50 },
  );
  const enqueueMs = monotonicMs() - from;
  const left = await until(
    bench,
    'drained',
    () => ledgerOf(bench),
    (now) => now.messages - before.messages >= messages,
    {
      ...{ withinMs: 600_000, everyMs: 100 },
    },
  );
  const drainMs = monotonicMs() - from;
  await staff.close();
  const idealMs = (left.mostOfOneNumber - before.mostOfOneNumber) * messageMs;
  return [
    { what: `${messages} messages enqueued in`, value: enqueueMs, most: mostEnqueueMs, show: seconds },
    { what: 'all have left after', value: drainMs, most: null, show: seconds },
    {
      ...{
        what: "of the time that the stand-in's pace allows",
        value: drainMs / idealMs,
        most: mostDrainRatio,
      },
      show: (value) => value.toFixed(3),
    },
    {
      ...{ what: 'share of the busiest of four numbers', most: mostShare },
      value: (left.mostOfOneNumber - before.mostOfOneNumber) / messages,
      show: (value) => value.toFixed(3),
    },
    { what: 'messages doubled', value: left.doubled - before.doubled, most: 0, show: String },
    {
      ...{ what: 'messages too few or too many', most: 0, show: String },
      value: Math.abs(left.messages - before.messages - messages),
    },
  ];
}
