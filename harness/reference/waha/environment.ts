import { parametersFrom } from './parameters.ts';
import type { WahaOptions } from './waha-options.ts';
import type { WebhookConfig } from './webhook-config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const engines = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'];

/** Reads what WAHA reads from its environment, and our parameters. Throws a RangeError, one sentence, for what is wrong. */
export function optionsFrom(env: Environment): WahaOptions {
  const port = (name: string, fallback: number) => {
    const value = Number(env[name] || fallback);
    if (!(Number.isInteger(value) && value >= 1 && value <= 65_535))
      throw new RangeError(`${name} must be a port`);
    return value;
  };
  const engine = env.WHATSAPP_DEFAULT_ENGINE || 'WEBJS';
  if (!engines.includes(engine))
    throw new RangeError(`WHATSAPP_DEFAULT_ENGINE must be one of ${engines.join(', ')}`);
  const autoStartDelaySeconds = Number(env.WAHA_AUTO_START_DELAY_SECONDS || 0);
  if (!(autoStartDelaySeconds >= 0))
    throw new RangeError('WAHA_AUTO_START_DELAY_SECONDS must be a number of seconds');
  return {
    folder: env.WAHA_DATA || '/var/lib/vm/waha',
    apiKey: env.WAHA_API_KEY ?? '',
    openPaths: (env.WAHA_API_KEY_EXCLUDE_PATH ?? 'ping,health').split(',').map((path) => path.trim()),
    host: '0.0.0.0',
    port: port('WHATSAPP_API_PORT', 3000),
    adminPort: port('WAHA_ADMIN_PORT', 3900),
    parameters: parametersFrom(env),
    engine,
    worker: env.WAHA_WORKER_ID || env.VM_NAME || '',
    restartsSessions: !/^(false|0|no)$/i.test(env.WAHA_WORKER_RESTART_SESSIONS ?? 'true'),
    autoStartDelaySeconds,
    webhook: webhookOf(env),
  };
}

/** WHATSAPP_HOOK_URL: a webhook of all sessions. */
function webhookOf(env: Environment): WebhookConfig | null {
  const url = env.WHATSAPP_HOOK_URL;
  if (!url) return null;
  if (!/^https?:\/\/[^\s/]+/.test(url)) throw new RangeError('WHATSAPP_HOOK_URL must be an http address');
  const events = (env.WHATSAPP_HOOK_EVENTS ?? '*').split(',').map((event) => event.trim());
  return { url, events, hmac: { key: env.WHATSAPP_HOOK_HMAC_KEY || null } };
}
