import { setTimeout as pause } from 'node:timers/promises';
import type { CallRecord } from './call-record.ts';
import type { Ledger } from './ledger.ts';
import type { Faults, Parameters } from './parameters.ts';
import { dueEvents, type ToldEvent, webhookOf } from './webhook-payload.ts';

export interface WebhookSettings {
  /** The CRM's address. */
  crmUrl: string;
  secret: string;
  /** This VM's address, as the CRM reaches it. */
  publicUrl: string;
  parameters: Parameters;
  faults: Faults;
  ledger: Ledger;
  /** Called when an event has been taken or given up, and stands in the record's `told`. */
  onTold(call: CallRecord): void;
}

/** Attempts at 0, 1, 2, 4, ... 512 times `webhookRetryMs`, so about 17 minutes at a second. */
const attempts = 10;
/** A CRM that does not answer within so many milliseconds is asked again. */
const patienceMs = 10_000;

/** Tells the CRM what happens to calls: at least once each, under an `eventId` that stays the same. */
export function createWebhooks(settings: WebhookSettings) {
  const { crmUrl, secret, publicUrl, parameters, faults, ledger, onTold } = settings;
  const underWay = new Set<string>();

  async function post(call: CallRecord, body: string): Promise<boolean> {
    const url = call.callback ?? `${crmUrl}/webhooks/${call.tenant}/telephony`;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-webhook-secret': secret },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  async function deliver(call: CallRecord, event: ToldEvent): Promise<void> {
    const body = JSON.stringify(webhookOf(call, event, publicUrl));
    let taken = false;
    for (let attempt = 0; attempt < attempts && !taken && !faults.dropWebhooks; attempt++) {
      if (attempt > 0) {
        ledger.webhooks.retried++;
        await pause(parameters.webhookRetryMs * 2 ** (attempt - 1), undefined, { ref: false });
      }
      ledger.webhooks.sent++;
      taken = await post(call, body);
      if (faults.doubleWebhooks) {
        ledger.webhooks.sent++;
        await post(call, body);
      }
    }
    if (taken) ledger.webhooks.delivered++;
    else ledger.webhooks.givenUp++;
    call.told.push(event);
    onTold(call);
  }

  return {
    /** Begins to tell what is due of a call and neither told nor under way. */
    tell(call: CallRecord): void {
      for (const event of dueEvents(call)) {
        const name = `${call.sid}:${event}`;
        if (call.told.includes(event) || underWay.has(name)) continue;
        underWay.add(name);
        void deliver(call, event).finally(() => underWay.delete(name));
      }
    },
  };
}
