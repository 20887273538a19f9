import { randomBytes } from 'node:crypto';

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

/** What a WAHA or a telephone system of the user's own has to know, and no more: it is not ours. */
export function secretsOutside(secrets: Secrets): Record<string, string> {
  return {
    WAHA_API_KEY: secrets.waha,
    TELEPHONY_API_KEY: secrets.telephony,
    TELEPHONY_WEBHOOK_SECRET: secrets.telephonyWebhook,
  };
}

/** The environment that the VM image reads them from. */
export function secretsInVm(secrets: Secrets): Record<string, string> {
  return {
    ...secretsOutside(secrets),
    DB_PASSWORD_OWNER: secrets.owner,
    DB_PASSWORD_APP: secrets.app,
    DB_PASSWORD_MONITOR: secrets.monitor,
    DB_PASSWORD_REPLICATION: secrets.replication,
    REDIS_PASSWORD: secrets.redis,
    STORAGE_SECRET_KEY: secrets.storage,
    CRM_SECRET: secrets.crm,
  };
}
