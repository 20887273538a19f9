import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from './body.ts';
import { unsigned } from './refused.ts';
import type { WebhookSource } from './sources.ts';

/** A webhook as it came. */
export interface Delivery {
  headers: IncomingHttpHeaders;
  /** The bytes that were signed. */
  raw: Buffer;
  /** Slug of the tenant that it is addressed to. */
  tenant: string;
  /** Time of day in milliseconds since 1970. */
  nowMs: number;
}

/** What the CRM knows of a sender: how it signs, and what it calls its deliveries. */
export interface Sender {
  source: WebhookSource;
  /** Throws `Refused` where the delivery is not the sender's. `secret` is what both know. */
  check(delivery: Delivery, secret: string): void | Promise<void>;
  /** What is the same each time the same delivery comes; null: nothing, so its bytes are compared. */
  deliveryId(headers: IncomingHttpHeaders, body: JsonObject): string | null;
  /** What it tells of, for whoever reads the list of events. Where the header says it, it is not signed. */
  eventType(headers: IncomingHttpHeaders, body: JsonObject): string | null;
}

/** A header that must be there once; refused with 401 where it is not. */
export function requiredHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') throw unsigned(name);
  return value;
}

/** A header of printable characters, at most 200; null where it is missing or something else. */
export function shortHeader(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value) ? value : null;
}
