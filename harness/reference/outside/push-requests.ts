import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults, PlannedFault } from './faults.ts';
import { bodyOf } from './http.ts';
import type { Ledger } from './ledger.ts';
import { type Judged, judgePush, mostBytes, refused } from './push-service.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface PushService {
  subscriptions: Subscriptions;
  faults: Faults;
  ledger: Ledger;
  /** What its endpoints begin with. */
  origin(): string;
}

/** POST /push/<id>: judged, noted, answered; with a planned fault in between. */
export async function takePush(
  service: PushService,
  subscriptionId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request, mostBytes);
  const subscription = service.subscriptions.find(subscriptionId);
  const fault = subscription ? service.faults.next(subscriptionId) : null;
  const nowMs = Date.now();
  const judged =
    faulty(fault) ??
    judgePush(request.headers, body ?? Buffer.alloc(mostBytes + 1), subscription, {
      origin: service.origin(),
      nowS: Math.floor(nowMs / 1000),
    });
  service.ledger.note({ atMs: nowMs, subscriptionId, ...judged });
  if (fault?.kind === '410') service.subscriptions.drop(subscriptionId);
  if (fault?.delayMs) await pause(fault.delayMs);
  if (fault?.kind.startsWith('reset')) return void request.socket.destroy();
  if (judged.status === 429) response.setHeader('retry-after', String(fault?.retryAfterS ?? 1));
  if (judged.status === 201) response.setHeader('location', `${service.origin()}/message/${subscriptionId}`);
  response.statusCode = judged.status;
  response.end();
}

/** What a fault makes of it before it is looked at; null: it is taken as usual. */
function faulty(fault: PlannedFault | null): Judged | null {
  if (fault === null || fault.kind === 'delay' || fault.kind === 'reset-after') return null;
  if (fault.kind === 'reset') return refused(0, 'fault reset');
  return refused(Number(fault.kind), `fault ${fault.kind}`);
}
