import { createPublicKey, verify } from 'node:crypto';

/** RFC 8292: no token may be good for longer. */
const longestS = 24 * 3600;
const header = /^vapid\s+(?=.*\bt=([\w-]+\.[\w-]+\.[\w-]+))(?=.*\bk=([\w-]+))/i;

export type VapidFault =
  | 'vapid missing'
  | 'vapid malformed'
  | 'vapid signature'
  | 'vapid audience'
  | 'vapid expiry';

/** What is wrong with an `Authorization: vapid t=..., k=...` for a push service at `origin`; else the sender's public key. */
export function checkVapid(
  authorization: string | undefined,
  origin: string,
  nowS: number,
): { fault: VapidFault } | { key: string } {
  if (!authorization) return { fault: 'vapid missing' };
  const [, token = '', key = ''] = header.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const { alg } = parsed(head);
  const { aud, exp, sub } = parsed(claims);
  const publicKey = pointOf(key);
  if (alg !== 'ES256' || publicKey === null) return { fault: 'vapid malformed' };
  if (typeof sub !== 'string' || !/^(mailto:|https:)/.test(sub)) return { fault: 'vapid malformed' };
  const signed = Buffer.from(`${head}.${claims}`);
  const good = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!good) return { fault: 'vapid signature' };
  if (aud !== origin) return { fault: 'vapid audience' };
  if (typeof exp !== 'number' || exp <= nowS || exp > nowS + longestS) return { fault: 'vapid expiry' };
  return { key };
}

function parsed(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) ?? {};
  } catch {
    return {};
  }
}

/** The key of an uncompressed point of P-256, or null where it is none. */
function pointOf(text: string) {
  const point = Buffer.from(text, 'base64url');
  if (point.length !== 65 || point[0] !== 4) return null;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  try {
    return createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string },
      format: 'jwk',
    });
  } catch {
    return null;
  }
}
