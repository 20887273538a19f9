import { type BinaryToTextEncoding, createHmac } from 'node:crypto';
import { sameText } from '../../secrets.ts';
import { forged } from '../refused.ts';
import { type Delivery, requiredHeader } from '../sender.ts';

interface Scheme {
  header: string;
  algorithm: 'sha256' | 'sha512';
  encoding: BinaryToTextEncoding;
}

/** A check of a header that has the HMAC of the raw body under the secret. */
export function hmacCheck({ header, algorithm, encoding }: Scheme) {
  return ({ headers, raw }: Delivery, secret: string): void => {
    const given = requiredHeader(headers, header);
    if (!sameText(given, createHmac(algorithm, secret).update(raw).digest(encoding))) throw forged();
  };
}
