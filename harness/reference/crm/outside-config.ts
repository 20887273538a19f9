/** Whom the CRM deals with outside itself, and how they reach it. */
export interface OutsideConfig {
  /** What others call the CRM by: WAHA and the telephone system send their webhooks to it. No slash at the end. */
  publicUrl: string;
  /** All secrets that the CRM shares with senders of webhooks are derived from it, see `secrets.ts`. */
  secret: string;
  whatsapp: {
    /** Addresses of the WAHA servers; none: no WhatsApp. */
    servers: string[];
    apiKey: string;
    /** Messages that one number sends in a minute at most, over all workers. */
    perNumberPerMinute: number;
  };
  telephony: {
    /** Addresses of the telephone systems; none: no calls. */
    servers: string[];
    apiKey: string;
    /** What their webhooks carry in `X-Webhook-Secret`. */
    webhookSecret: string;
  };
  mail: { host: string; port: number };
  /** Hosts, with their port where it is not the scheme's, that a browser may have its push service on; `*.` for all below one. */
  pushHosts: string[];
  /** Hosts that PayPal's certificates may come from. */
  paypalCertHosts: string[];
  /** Where exported files are kept: the object storage, or a folder of this VM. */
  files: { folder: string; storage: StorageConfig | null };
}

export interface StorageConfig {
  /** Address of the S3 service. */
  url: string;
  /** One that is not open to everybody, as `media` is. */
  bucket: string;
  accessKey: string;
  secretKey: string;
}

const pushServices = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '*.notify.windows.com',
];

/** What holds where the environment says nothing: nobody outside. */
export const nobodyOutside: OutsideConfig = {
  publicUrl: 'http://127.0.0.1:8000',
  secret: 'capacity',
  whatsapp: { servers: [], apiKey: '', perNumberPerMinute: 60 },
  telephony: { servers: [], apiKey: '', webhookSecret: '' },
  mail: { host: '127.0.0.1', port: 587 },
  pushHosts: pushServices,
  paypalCertHosts: ['api.paypal.com', 'api.sandbox.paypal.com'],
  files: { folder: '/var/lib/vm/exports', storage: null },
};

type Environment = Record<string, string | undefined>;

/** Reads it from environment variables; each wrong one adds a line to `problems`. */
export function readOutside(env: Environment, problems: string[]): OutsideConfig {
  const { mail, files } = nobodyOutside;
  const list = (name: string) => (env[name] ?? '').split(/\s+/).filter(Boolean);
  const urls = (name: string) => {
    const values = list(name);
    if (!values.every(isHttp)) problems.push(`${name} must be addresses such as http://host:3000`);
    return values.map((value) => value.replace(/\/+$/, ''));
  };
  const [publicUrl = nobodyOutside.publicUrl] = urls('CRM_URL');
  const perNumberPerMinute = Number(env.WHATSAPP_PER_NUMBER_PER_MINUTE || 60);
  if (!(perNumberPerMinute > 0 && perNumberPerMinute <= 60_000))
    problems.push('WHATSAPP_PER_NUMBER_PER_MINUTE must be above 0 and at most 60000');
  const port = Number(env.SMTP_PORT || mail.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) problems.push('SMTP_PORT must be 1 to 65535');
  return {
    publicUrl,
    secret: env.CRM_SECRET || nobodyOutside.secret,
    whatsapp: { servers: urls('WAHA_URL'), apiKey: env.WAHA_API_KEY ?? '', perNumberPerMinute },
    telephony: {
      servers: urls('TELEPHONY_URL'),
      apiKey: env.TELEPHONY_API_KEY ?? '',
      webhookSecret: env.TELEPHONY_WEBHOOK_SECRET ?? '',
    },
    mail: { host: env.SMTP_HOST || mail.host, port },
    pushHosts: [...pushServices, ...list('PUSH_HOSTS')],
    paypalCertHosts: [...nobodyOutside.paypalCertHosts, ...list('PAYPAL_CERT_HOSTS')],
    files: { folder: env.EXPORTS_FOLDER || files.folder, storage: storageOf(env, urls('STORAGE_URL')[0]) },
  };
}

function storageOf(env: Environment, url: string | undefined): StorageConfig | null {
  if (url === undefined) return null;
  return {
    url,
    bucket: env.STORAGE_BUCKET || 'exports',
    accessKey: env.STORAGE_ACCESS_KEY || 'crm',
    secretKey: env.STORAGE_SECRET_KEY ?? '',
  };
}

function isHttp(text: string): boolean {
  return /^https?:\/\/[^\s/]+/.test(text);
}
