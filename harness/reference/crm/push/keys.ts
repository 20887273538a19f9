import { ECDH } from 'node:crypto';
import type { NewPushSubscription } from '../../../../scenarios/lib/contract-outside.ts';

/** Whether a browser's keys can be encrypted to: a point that is on P-256, and 16 bytes. */
export function areKeys({ p256dh, auth }: NewPushSubscription['keys']): boolean {
  if (!/^[\w-]{87}$/.test(p256dh) || !/^[\w-]{22}$/.test(auth)) return false;
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url');
    return p256dh.startsWith('B'); // uncompressed, as RFC 8291 has it
  } catch {
    return false;
  }
}
