import type { Ack } from './ack-plan.ts';
import { newEventId } from './ids.ts';
import type { KeptMessage } from './kept-message.ts';
import type { Session } from './session.ts';
import { ackPayload, waMessage } from './wa-message.ts';
import { wahaVersion } from './waha-options.ts';
import { subscribes, type WebhookConfig } from './webhook-config.ts';
import type { Concluded, WebhookSender } from './webhook-sender.ts';

interface TellerOptions {
  sender: WebhookSender;
  engine: string;
  worker: string;
  /** A webhook of all sessions. */
  webhook: WebhookConfig | null;
}

/** Makes events out of what happens, and hands them to whoever is configured to be told. */
export class Teller {
  readonly #options: TellerOptions;
  readonly #environment: unknown;

  constructor(options: TellerOptions) {
    this.#options = options;
    const { engine, worker } = options;
    const platform = `${process.platform}/${process.arch}`;
    this.#environment = {
      ...{
        version: wahaVersion,
        engine,
        tier: 'CORE',
        browser: null,
        platform,
        worker: { id: worker, role: null },
      },
    };
  }

  /** `session.status`. */
  status(session: Session): void {
    const { name, status, statuses } = session;
    this.#tell(session, 'session.status', { name, status, statuses, data: null }, () => {});
  }

  /**
   * `message` (only of those that customers wrote), and `message.any`. `concluded` once nothing of it is under way any more; dropped: to one
   * of its receivers at least.
   */
  message(session: Session, message: KeptMessage, concluded: Concluded): void {
    const payload = waMessage(message, session.me()?.id ?? null);
    const one = afterAll(2, concluded);
    if (message.fromMe) one({ dropped: false });
    else this.#tell(session, 'message', payload, one);
    this.#tell(session, 'message.any', payload, one);
  }

  /** `message.ack`. */
  ack(session: Session, message: KeptMessage, ack: Ack, concluded: Concluded): void {
    const event = message.chat.endsWith('@g.us') ? 'message.ack.group' : 'message.ack';
    this.#tell(session, event, ackPayload(message, ack, session.me()?.id ?? null), concluded);
  }

  #tell(session: Session, event: string, payload: unknown, concluded: Concluded): void {
    const { webhook, engine, sender } = this.#options;
    const own = session.state.config.webhooks ?? [];
    const all = webhook === null ? own : [...own, webhook];
    const receivers = all.filter((one) => subscribes(one, event));
    if (receivers.length === 0) {
      concluded({ dropped: false });
      return;
    }
    const now = Date.now();
    const id = newEventId(now);
    const { name } = session;
    const metadata = session.state.config.metadata ?? {};
    const body = JSON.stringify({
      ...{ id, timestamp: now, event, session: name, metadata, me: session.me(), payload, engine },
      environment: this.#environment,
    });
    const one = afterAll(receivers.length, concluded);
    for (const to of receivers) sender.post({ id, event, session: name, body, to }, one);
  }
}

/** Calls `concluded` with the last of so many; dropped where one of them was. */
function afterAll(count: number, concluded: Concluded): Concluded {
  let open = count;
  let dropped = false;
  return (how) => {
    open -= 1;
    dropped ||= how.dropped;
    if (open === 0) concluded({ dropped });
  };
}
