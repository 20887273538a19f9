import { createECDH, type ECDH, randomBytes } from 'node:crypto';

/** A browser that lets itself be notified. Its private key never leaves this process. */
export interface Subscription {
  id: string;
  privateKey: ECDH;
  /** 16 bytes, base64url. */
  auth: string;
  /** The VAPID key that alone may push to it; null: any. */
  applicationServerKey: string | null;
  /** False once the browser has given it up: answered with 410 from then on. */
  alive: boolean;
}

/** What a browser tells the CRM of it. */
export interface ToldSubscription {
  id: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface Subscriptions {
  /** A new one, with keys of its own, at `origin`. */
  create(origin: string, applicationServerKey: string | null): ToldSubscription;
  find(id: string): Subscription | undefined;
  /** The browser gives it up; false where there is none. */
  drop(id: string): boolean;
}

/** None at first. */
export function createSubscriptions(): Subscriptions {
  const byId = new Map<string, Subscription>();
  return {
    create(origin, applicationServerKey) {
      const privateKey = createECDH('prime256v1');
      const p256dh = privateKey.generateKeys('base64url');
      const [id, auth] = [randomBytes(18).toString('base64url'), randomBytes(16).toString('base64url')];
      byId.set(id, { id, privateKey, auth, applicationServerKey, alive: true });
      return { id, endpoint: `${origin}/push/${id}`, keys: { p256dh, auth } };
    },
    find: (id) => byId.get(id),
    drop(id) {
      const found = byId.get(id);
      if (found) found.alive = false;
      return found !== undefined;
    },
  };
}
