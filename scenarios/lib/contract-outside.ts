/**
 * The part of the CRM's HTTP contract that deals with the world outside: WhatsApp, telephone, mail, push, exports, live
 * updates and webhooks. Conventions, and what a fault looks like, are those of `contract.ts`.
 *
 * | method and path                          | body                              | answers                           |
 * |------------------------------------------|-----------------------------------|-----------------------------------|
 * | GET  /api/threads?page&size&status       |                                   | 200 Page<ThreadRow>               |
 * | GET  /api/threads/:id/messages?size      | the latest, newest first          | 200 Rows<MessageRow>, 404         |
 * | POST /api/threads/:id/messages           | { text }                          | 202 MessageRow (ack 0), 404       |
 * | POST /api/threads/:id/read               |                                   | 200 ThreadRow, 404                |
 * | GET  /api/message-templates              |                                   | 200 Rows<TemplateRow>             |
 * | GET  /api/campaigns?page&size            |                                   | 200 Page<CampaignRow>             |
 * | POST /api/campaigns                      | NewCampaign                       | 201 CampaignRow, 404              |
 * | GET  /api/campaigns/:id                  |                                   | 200 CampaignRow, 404              |
 * | POST /api/campaigns/:id/start            | begins now, whatever its schedule | 202 CampaignRow, 404, 409         |
 * | POST /api/campaigns/:id/pause            |                                   | 200 CampaignRow, 404, 409         |
 * | POST /api/campaigns/:id/resume           |                                   | 202 CampaignRow, 404, 409         |
 * | POST /api/campaigns/:id/cancel           |                                   | 200 CampaignRow, 404, 409         |
 * | GET  /api/calls?page&size&customerId     |                                   | 200 Page<CallRow>                 |
 * | POST /api/calls                          | { customerId }                    | 202 CallRow, 404, 503             |
 * | GET  /api/calls/:id                      |                                   | 200 CallRow, 404                  |
 * | POST /api/calls/:id/wrap-up              | { disposition, note? }            | 200 CallRow, 404, 409             |
 * | GET  /api/calls/:id/recording            |                                   | 200 audio, 404                    |
 * | GET  /api/mails?page&size&status         |                                   | 200 Page<MailRow>                 |
 * | POST /api/customers/:id/mails            | { template }                      | 202 MailRow, 404, 422 (no address)|
 * | GET  /api/push/key                       |                                   | 200 { tenant, publicKey }         |
 * | POST /api/push/subscriptions             | NewPushSubscription               | 201 PushSubscriptionRow, 422      |
 * | DELETE /api/push/subscriptions/:id       |                                   | 204, 404                          |
 * | GET  /api/exports?size                   | latest first                      | 200 Rows<ExportRow>               |
 * | POST /api/exports                        | { kind, format }                  | 202 ExportRow, 429                |
 * | GET  /api/exports/:id                    |                                   | 200 ExportRow, 404                |
 * | GET  /api/exports/:id/file               |                                   | 200 the file, 404, 409, 503       |
 * | GET  /api/export-schedules               |                                   | 200 Rows<ExportScheduleRow>       |
 * | POST /api/export-schedules               | { kind, format, everyMinutes }    | 201 ExportScheduleRow, 409        |
 * | DELETE /api/export-schedules/:id         |                                   | 204, 404                          |
 * | GET  /api/presence                       | users of the tenant who are here  | 200 { tenant, users: number[] }   |
 * | GET  /api/jobs/dead                      | dead letters of the tenant        | 200 Rows<DeadLetterRow>           |
 * | POST /api/jobs/dead/:queue/:id/retry     |                                   | 202, 404, 409                     |
 * | GET  /api/live                           | websocket; JSON messages          | 101, 400, 401, 403, 429           |
 * | GET  /queuez                             | no session, on the VM alone       | 200 { queues: QueueDepth[], live }|
 * | GET  /webhookz                           | no session, on the VM alone       | 200 { counts: [{source, outcome, count}] } |
 * | POST /webhooks/:tenant/:source           | no session; signed, see below     | 200, 401, 404, 413, 415, 400      |
 *
 * Sources: waha, telephony, mail, shopify, woocommerce, dukaan, quicksell, razorpay, stripe, paypal. A webhook is answered once
 * it is kept, and worked on afterwards; one that came before is answered with 200 too, and changes nothing. The secret of a
 * sender is HMAC-SHA256, as hex, of `webhook:<tenant>:<source>` under the CRM's secret; PayPal signs with its certificate,
 * and its webhook id is `webhook:<tenant>:paypal`; the telephone system carries a secret in `X-Webhook-Secret`.
 *
 * A websocket's messages are `{ "type": ..., ... }`: `hello` once it is open; `whatsapp-message` { threadId, messageId },
 * `whatsapp-ack` { messageId, ack }, `call` { callId, status }, `campaign` { campaignId, status }, `export` { exportId, status,
 * rowsDone }, `order` { orderId }, `payment` { orderId, paymentId }, `presence` { userId, here }.
 */
import type { OfTenant } from './contract.ts';

export interface ThreadRow extends OfTenant {
  id: number;
  customerId: number;
  status: 'open' | 'closed' | 'snoozed';
  unread: number;
  lastMessageAt: string;
  preview: string;
}

export interface MessageRow extends OfTenant {
  id: number;
  threadId: number;
  fromMe: boolean;
  kind: string;
  body: string;
  /** -1 failed, 0 pending, 1 at the server, 2 on the device, 3 read, 4 played. */
  ack: number;
  sentAt: string;
}

export interface TemplateRow extends OfTenant {
  id: number;
  name: string;
  language: string;
  category: 'marketing' | 'utility';
  approved: boolean;
}

export const campaignStatuses = ['draft', 'scheduled', 'running', 'paused', 'cancelled', 'sent'] as const;

export interface CampaignRow extends OfTenant {
  id: number;
  name: string;
  templateId: number;
  segment: string | null;
  status: (typeof campaignStatuses)[number];
  scheduledAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Messages a minute at most, over all numbers; null: as fast as the numbers may. */
  pacePerMinute: number | null;
  /** Whom it goes to; nobody before it has started. */
  recipients: number;
  /** Handed to WhatsApp and taken. */
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  /** Who wants no campaigns. */
  skipped: number;
}

export interface NewCampaign {
  name: string;
  templateId: number;
  /** A segment of customers; left out: all of them. */
  segment?: string;
  /** ISO 8601; left out: a draft that is started by hand. */
  scheduledAt?: string;
  pacePerMinute?: number;
}

export const callStatuses = ['asked', 'ringing', 'talking', 'ended', 'failed'] as const;

export interface CallRow extends OfTenant {
  id: number;
  customerId: number;
  direction: 'incoming' | 'outgoing';
  status: (typeof callStatuses)[number];
  disposition: string;
  durationS: number;
  hasRecording: boolean;
  note: string | null;
  startedAt: string;
}

export interface MailRow extends OfTenant {
  id: number;
  customerId: number | null;
  to: string;
  subject: string;
  status: 'queued' | 'sent' | 'delivered' | 'bounced';
  bounceReason: string | null;
  createdAt: string;
}

export interface NewPushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushSubscriptionRow extends OfTenant {
  id: number;
}

export interface ExportRow extends OfTenant {
  id: number;
  kind: 'customers' | 'orders' | 'payments';
  format: 'csv' | 'xlsx';
  status: 'queued' | 'running' | 'done' | 'failed' | 'expired';
  rowsDone: number;
  rowCount: number | null;
  fileBytes: number | null;
  requestedAt: string;
  finishedAt: string | null;
  expiresAt: string | null;
}

export interface ExportScheduleRow extends OfTenant {
  id: number;
  kind: ExportRow['kind'];
  format: ExportRow['format'];
  everyMinutes: number;
}

export interface DeadLetterRow extends OfTenant {
  id: string;
  queue: string;
  name: string;
  reason: string;
  attempts: number;
}

/** One job queue as it stands. */
export interface QueueDepth {
  name: string;
  /** May begin now. */
  waiting: number;
  /** In somebody's hands. */
  active: number;
  /** Wait for their time: those of a schedule or a pace, and those that are tried again. */
  delayed: number;
  /** Dead letters. */
  failed: number;
  /** Jobs that ended well, since the queue was made. */
  completed: number;
  /** How long ago the longest waiting of those that may begin was handed in; null where none waits. */
  oldestWaitingMs: number | null;
}
