import { randomBytes } from 'node:crypto';
import type { Role } from '../core/level.ts';

/** Passwords and keys of a level, one for each use. */
export interface Secrets {
  owner: string;
  app: string;
  monitor: string;
  replication: string;
  redis: string;
  /** Secret key of the object storage; its access key is 'crm'. */
  storage: string;
  /** What the CRM derives the secrets of its webhooks from. */
  crm: string;
  waha: string;
  telephony: string;
  telephonyWebhook: string;
}

/** New ones for a run; for a level that is left up the one word that the level file has too, to get in by hand. */
export function newSecrets(keep: boolean): Secrets {
  const secret = () => (keep ? 'capacity' : randomBytes(18).toString('base64url'));
  return {
    owner: secret(),
    app: secret(),
    monitor: secret(),
    replication: secret(),
    redis: secret(),
    storage: secret(),
    crm: secret(),
    waha: secret(),
    telephony: secret(),
    telephonyWebhook: secret(),
  };
}

/** Secrets by the environment names that the VM image reads them from. */
function byName(secrets: Secrets): Record<string, string> {
  return {
    DB_PASSWORD_OWNER: secrets.owner,
    DB_PASSWORD_APP: secrets.app,
    DB_PASSWORD_MONITOR: secrets.monitor,
    DB_PASSWORD_REPLICATION: secrets.replication,
    REDIS_PASSWORD: secrets.redis,
    STORAGE_SECRET_KEY: secrets.storage,
    CRM_SECRET: secrets.crm,
    WAHA_API_KEY: secrets.waha,
    TELEPHONY_API_KEY: secrets.telephony,
    TELEPHONY_WEBHOOK_SECRET: secrets.telephonyWebhook,
  };
}

/** Roles that need few secrets or none, with those that they need. Every other role belongs to the CRM, and may know all. */
const needed: Partial<Record<Role, readonly string[]>> = {
  waha: ['WAHA_API_KEY'],
  telephony: ['TELEPHONY_API_KEY', 'TELEPHONY_WEBHOOK_SECRET'],
  storage: ['STORAGE_SECRET_KEY'],
  ...{ cdn: [], haproxy: [], monitoring: [], outside: [], phones: [] },
  exporters: [], // what they ask with belongs to the service that they ask
};

/** The environment with the secrets that a VM of these roles needs, and no more: above all one of an image that is not ours. */
export function secretsFor(roles: readonly Role[], secrets: Secrets): Record<string, string> {
  const all = byName(secrets);
  const names = new Set(roles.flatMap((role) => needed[role] ?? Object.keys(all)));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}
