import { verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { idAt, textAt } from '../fields.ts';
import { forged, late, Refused } from '../refused.ts';
import { type Delivery, requiredHeader, type Sender } from '../sender.ts';
import type { Certificates } from './paypal-certificates.ts';

/**
 * A delivery is tried again for three days, and it is not published whether a later attempt is signed anew. So what was
 * signed within three days, and an hour for the last attempt, is taken: within them a replay is known by its event's id,
 * which is in the signed body. A clock may be five minutes ahead of ours.
 */
const oldestMs = (3 * 24 + 1) * 3_600_000;
const aheadMs = 5 * 60_000;

/** PayPal signs with its key; `secret` is the id of the webhook, which its signature is bound to. */
export function paypalWith(certificates: Certificates): Sender {
  return {
    source: 'paypal',
    check: (delivery, webhookId) => checkPaypal(delivery, webhookId, certificates),
    deliveryId: (_, body) => idAt(body, 'id'),
    eventType: (_, body) => textAt(body, ['event_type'], 80),
  };
}

async function checkPaypal(
  { headers, raw, nowMs }: Delivery,
  webhookId: string,
  certificates: Certificates,
): Promise<void> {
  const header = (name: string) => requiredHeader(headers, `paypal-${name}`);
  const [id, time, signature] = [
    header('transmission-id'),
    header('transmission-time'),
    header('transmission-sig'),
  ];
  const [address, algorithm] = [header('cert-url'), header('auth-algo')];
  if (algorithm !== 'SHA256withRSA')
    throw new Refused(401, 'signature', 'the algorithm is not SHA256withRSA');
  // cheap, and before anything is fetched for whoever asks
  const age = nowMs - Date.parse(time);
  if (!(age <= oldestMs && age >= -aheadMs)) throw late();
  const key = await certificates.keyAt(address, nowMs);
  const signed = Buffer.from(`${id}|${time}|${webhookId}|${crc32(raw)}`);
  if (!verify('sha256', signed, key, Buffer.from(signature, 'base64'))) throw forged();
}
