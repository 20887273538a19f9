import type { JsonObject } from './body.ts';

/** An event as it was kept. */
export interface WebhookEvent {
  id: number;
  source: string;
  /** For who reads it: where a header said so, it was not signed. */
  eventType: string;
  /** The body, which was. */
  payload: JsonObject;
  status: 'received' | 'processed' | 'duplicate' | 'failed';
  attempts: number;
}
