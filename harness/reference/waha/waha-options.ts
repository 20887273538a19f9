import type { Parameters } from './parameters.ts';
import type { WebhookConfig } from './webhook-config.ts';

export interface WahaOptions {
  /** Where its journal is: sessions and messages outlive the process there. */
  folder: string;
  /** Plain, or `sha512:` and the key's hash as hex; empty: no key is asked for. */
  apiKey: string;
  /** Paths that need no key, without their first slash. Left out: ping and health. */
  openPaths?: readonly string[];
  /** 0.0.0.0 in a VM. Left out: 127.0.0.1. */
  host?: string;
  /** 0 or left out: free ones. */
  port?: number;
  adminPort?: number;
  parameters?: Partial<Parameters>;
  engine?: string;
  /** Name of this server among several. */
  worker?: string;
  /** Sessions that ran start again by themselves. Left out: they do. */
  restartsSessions?: boolean;
  /** Between two sessions that start again. */
  autoStartDelaySeconds?: number;
  /** A webhook of all sessions, beside their own. */
  webhook?: WebhookConfig | null;
  /** What the fault `die` does. Left out: this WAHA lets go of everything at once, as a killed process would. */
  die?: () => void;
}

/** WAHA's version whose API this is. */
export const wahaVersion = '2026.7.1';
