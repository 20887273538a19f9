import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Chance } from './chance.ts';
import type { Parameters } from './parameters.ts';
import type { Entry, Outcome } from './record.ts';
import { retryAfterMs } from './retry-plan.ts';
import { signatureOf } from './signature.ts';
import type { Timers } from './timers.ts';
import type { WebhookConfig } from './webhook-config.ts';
import { noWebhookFaults, type WebhookFaults } from './webhook-faults.ts';

/** `dropped`: it was never posted, for too many were waiting. */
export type Concluded = (how: { dropped: boolean }) => void;

/** One event on its way to one receiver. */
interface Delivery {
  id: string;
  event: string;
  session: string;
  body: string;
  to: WebhookConfig;
  /** Made once: an attempt after the first has the request id and the time of the first, as in WAHA. */
  headers: Record<string, string>;
  statuses: number[];
  copy: boolean;
  concluded: Concluded | null;
}

export type Post = Pick<Delivery, 'id' | 'event' | 'session' | 'body' | 'to'>;

interface SenderOptions {
  version: string;
  parameters: () => Parameters;
  chance: Chance;
  timers: Timers;
  note: (entry: Entry & { t: 'hook' }) => void;
}

/**
 * Posts webhooks, each independently of the others: their order is not guaranteed, as it is not in WAHA. Unlike WAHA it has a
 * bound: so many on their way at once, and so many that are not concluded; what comes on top is dropped, and counted.
 */
export class WebhookSender {
  faults: WebhookFaults = noWebhookFaults;
  readonly #options: SenderOptions;
  readonly #agent = new Agent({ keepAliveTimeout: 30_000, pipelining: 1 });
  #ready: Delivery[] = [];
  #next = 0;
  #onTheirWay = 0;
  #open = 0;
  #ended = false;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Webhooks that are not concluded, and those of them that are posted right now. */
  state(): { open: number; onTheirWay: number } {
    return { open: this.#open, onTheirWay: this.#onTheirWay };
  }

  /** Posts it, again and again as its configuration says; `concluded` is called once, however it ends. */
  post(post: Readonly<Post>, concluded: Concluded): void {
    const headers = headersOf(post, this.#options.version);
    this.#take({ ...post, headers, statuses: [], copy: false, concluded });
    if (this.faults.duplicate) this.#take({ ...post, headers, statuses: [], copy: true, concluded: null });
  }

  /** Changes what befalls webhooks; those that were held go out where they are no longer. */
  setFaults(faults: WebhookFaults): void {
    this.faults = faults;
    this.#pump();
  }

  /** Posts nothing any more; those on their way are cut. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#agent.destroy();
  }

  #take(delivery: Delivery): void {
    this.#open += 1;
    const { chance, timers, parameters } = this.#options;
    const { reorderMs } = this.faults;
    if (this.#open > parameters().webhookQueue) this.#conclude(delivery, 'dropped');
    else if (reorderMs === 0) this.#enqueue(delivery);
    else timers.after(chance.unit() * reorderMs, () => this.#enqueue(delivery));
  }

  #enqueue(delivery: Delivery): void {
    this.#ready.push(delivery);
    this.#pump();
  }

  #pump(): void {
    const { webhookConcurrency } = this.#options.parameters();
    while (!this.faults.hold && !this.#ended && this.#onTheirWay < webhookConcurrency) {
      const delivery = this.#ready[this.#next];
      if (delivery === undefined) break;
      this.#next += 1;
      this.#onTheirWay += 1;
      void this.#attempt(delivery);
    }
    // what has gone out is let go of now and then, for a shift of each would move all that wait
    if (this.#next > 1000 || this.#next === this.#ready.length) {
      this.#ready = this.#ready.slice(this.#next);
      this.#next = 0;
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const status = await this.#send(delivery);
    this.#onTheirWay -= 1;
    if (this.#ended) return;
    delivery.statuses.push(status);
    if (status >= 200 && status < 300) this.#conclude(delivery, 'delivered');
    else this.#again(delivery);
    this.#pump();
  }

  #again(delivery: Delivery): void {
    const { chance, timers } = this.#options;
    const { retries } = delivery.to;
    const waitMs = retryAfterMs(retries ?? undefined, delivery.statuses.length, chance.unit());
    if (waitMs === null) this.#conclude(delivery, 'given-up');
    else timers.after(waitMs, () => this.#enqueue(delivery));
  }

  #conclude({ session: s, id, event, statuses, copy, concluded }: Delivery, outcome: Outcome): void {
    this.#open -= 1;
    this.#options.note({ t: 'hook', s, id, event, outcome, statuses, ...(copy && { copy }) });
    concluded?.({ dropped: outcome === 'dropped' });
  }

  /** The status that it is answered with; 0: nobody answers in time. */
  async #send({ body, to, headers }: Delivery): Promise<number> {
    const { webhookTimeoutMs } = this.#options.parameters();
    try {
      const answer = await request(to.url, {
        ...{ method: 'POST', body, headers, dispatcher: this.#agent },
        ...{ headersTimeout: webhookTimeoutMs, bodyTimeout: webhookTimeoutMs },
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return 0;
    }
  }
}

function headersOf({ body, to }: Readonly<Post>, version: string): Record<string, string> {
  const { hmac, customHeaders } = to;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': `WAHA/${version}`,
    'X-Webhook-Request-Id': randomUUID(),
    'X-Webhook-Timestamp': String(Date.now()),
  };
  if (hmac?.key) {
    headers['X-Webhook-Hmac'] = signatureOf(body, hmac.key);
    headers['X-Webhook-Hmac-Algorithm'] = 'sha512';
  }
  for (const { name, value } of customHeaders ?? []) headers[name] = value;
  return headers;
}
