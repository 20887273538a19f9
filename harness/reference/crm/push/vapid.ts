import { createECDH } from 'node:crypto';
import { secretFor } from '../secrets.ts';

/** What the CRM identifies itself with to push services: an unpadded base64url point and scalar of P-256. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/**
 * The CRM's key pair, derived from its secret: the same on every VM and after every restart, for browsers subscribe to the public
 * key and a push signed with another is refused.
 */
export function vapidKeysOf(secret: string): VapidKeys {
  for (let n = 0; ; n++) {
    const pair = createECDH('prime256v1');
    const privateKey = Buffer.from(secretFor(secret, 'push', 'vapid', String(n)), 'hex');
    try {
      pair.setPrivateKey(privateKey);
    } catch {
      continue; // one number of 2^32 is not below the curve's order
    }
    return { publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
  }
}
