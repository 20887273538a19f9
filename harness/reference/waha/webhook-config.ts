import type { Retries } from './retry-plan.ts';

export interface WebhookConfig {
  url: string;
  events: string[];
  hmac?: { key?: string | null } | null;
  retries?: Retries | null;
  customHeaders?: { name: string; value: string }[] | null;
}

/** What a caller configures a session with. The rest of it (proxy, debug, engines' own) is kept and given back. */
export interface SessionConfig {
  metadata?: Record<string, unknown>;
  webhooks?: WebhookConfig[];
  [more: string]: unknown;
}

/** Whether a webhook is to be told of an event: by its name, or because it asks for all. */
export function subscribes(webhook: WebhookConfig, event: string): boolean {
  return webhook.events.includes(event) || webhook.events.includes('*');
}

const retries = {
  type: ['object', 'null'],
  properties: {
    policy: { enum: ['constant', 'linear', 'exponential'] },
    delaySeconds: { type: 'number', minimum: 0, maximum: 86_400 },
    attempts: { type: 'integer', minimum: 0, maximum: 1000 },
  },
};

const header = {
  type: 'object',
  required: ['name', 'value'],
  properties: {
    name: { type: 'string', pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" },
    value: { type: 'string', pattern: '^[\\t\\x20-\\x7e]*$' },
  },
};

const webhook = {
  type: 'object',
  required: ['url', 'events'],
  properties: {
    url: { type: 'string', pattern: '^https?://[^\\s/]+' },
    events: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 60 } },
    hmac: { type: ['object', 'null'], properties: { key: { type: ['string', 'null'] } } },
    retries,
    customHeaders: { type: ['array', 'null'], items: header },
  },
};

/** JSON schema of `config` of a session. */
export const configSchema = {
  type: ['object', 'null'],
  properties: {
    metadata: { type: ['object', 'null'] },
    webhooks: { type: ['array', 'null'], maxItems: 20, items: webhook },
  },
} as const;
