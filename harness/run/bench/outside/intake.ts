import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { monotonicMs, sleep } from '../../../host/clock.ts';
import type { Figure } from '../budgets.ts';
import { type Bench, rowsOf, until } from './scene.ts';

/** The budget is for 200 a second: asked for is a little more, so that the rate reached can lie above it. */
const askedPerSecond = 220;
const leastPerSecond = 200;
const mostP95Ms = 100;
const warmUpSeconds = 3;

/** A payment as Razorpay tells of it, of about the size of a real one, signed. */
function payment(secret: string) {
  const id = `pay_${randomUUID().replaceAll('-', '').slice(0, 14)}`;
  const entity = {
    ...{ id, entity: 'payment', amount: 4_500_000, currency: 'INR', status: 'captured', captured: true },
    ...{ method: 'upi', order_id: `order_${id.slice(4)}`, email: 'a@mail.example', contact: '+919000000000' },
    ...{ notes: { channel: 'payment-link' }, description: 'x'.repeat(600), fee: 90_000, tax: 13_728 },
  };
  const event = {
    ...{ entity: 'event', account_id: 'acc_bench', event: 'payment.captured', contains: ['payment'] },
    ...{ payload: { payment: { entity } }, created_at: 1_760_000_000 },
  };
  const body = JSON.stringify(event);
  const headers = {
    'content-type': 'application/json',
    'x-razorpay-signature': createHmac('sha256', secret).update(body).digest('hex'),
    'x-razorpay-event-id': id,
  };
  return { body, headers };
}

interface Taken {
  ms: number[];
  failed: number;
  tookMs: number;
}

/** Sends at a constant rate whatever the answers do; a webhook's time counts from when it was due. */
async function sendAll({ target, level, signal }: Bench, seconds: number): Promise<Taken> {
  const secret = createHmac('sha256', level.secrets.crm).update('webhook:mangatrai:razorpay').digest('hex');
  const dispatcher = new Agent({
    connections: 64,
    connect: { ca: target.caPem, servername: 'localhost' },
  });
  const webhooks = Array.from({ length: seconds * askedPerSecond }, () => payment(secret));
  const taken: Taken = { ms: [], failed: 0, tookMs: 0 };
  const from = monotonicMs();
  const one = async (n: number) => {
    const due = from + (n * 1000) / askedPerSecond;
    const { body, headers } = webhooks[n] as ReturnType<typeof payment>;
    try {
      const answer = await request(`${target.baseUrl}/webhooks/mangatrai/razorpay`, {
        ...{ method: 'POST', dispatcher, headers, body, headersTimeout: 10_000 },
      });
      await answer.body.dump();
      if (answer.statusCode === 200) taken.ms.push(monotonicMs() - due);
      else taken.failed++;
    } catch {
      taken.failed++;
    }
  };
  const under: Promise<void>[] = [];
  for (let next = 0; next < webhooks.length; ) {
    signal.throwIfAborted();
    const due = Math.floor(((monotonicMs() - from) * askedPerSecond) / 1000);
    for (; next <= due && next < webhooks.length; next++) under.push(one(next));
    await sleep(1);
  }
  await Promise.all(under);
  taken.tookMs = monotonicMs() - from;
  await dispatcher.close();
  return taken;
}

/** Webhooks taken in a second and their 95th percentile; what is left to work on afterwards, and that each is booked once. */
export async function measureIntake(bench: Bench, seconds: number): Promise<Figure[]> {
  await sendAll(bench, warmUpSeconds);
  const taken = await sendAll(bench, seconds);
  const sorted = taken.ms.sort((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  const drainFrom = monotonicMs();
  await until(
    bench,
    'webhooks worked on',
    () => rowsOf(bench, "select count(*) from webhook_events where status = 'received'"),
    ([left]) => left === '0',
    { withinMs: 120_000, everyMs: 250 },
  );
  const [booked] = await rowsOf(
    bench,
    "select count(*) from gateway_payments where source = 'razorpay' and external_id like 'pay_%'",
  );
  const sent = (warmUpSeconds + seconds) * askedPerSecond;
  return [
    {
      ...{ what: 'webhooks taken, a second', value: (taken.ms.length * 1000) / taken.tookMs, most: null },
      show: (value) => `${value.toFixed(1)} (at least ${leastPerSecond})`,
    },
    {
      ...{ what: 'of the asked rate short of 200 a second', most: 0 },
      value: Math.max(0, leastPerSecond - (taken.ms.length * 1000) / taken.tookMs),
      show: (value) => value.toFixed(1),
    },
    { what: 'webhook p95', value: p95, most: mostP95Ms, show: (value) => `${value.toFixed(1)} ms` },
    { what: 'webhooks refused or lost', value: taken.failed, most: 0, show: String },
    {
      what: 'worked on after the last',
      value: monotonicMs() - drainFrom,
      most: null,
      show: (v) => `${(v / 1000).toFixed(1)} s`,
    },
    {
      what: 'payments booked too few or too many',
      value: Math.abs(Number(booked) - sent),
      most: 0,
      show: String,
    },
  ];
}
