import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha512').update(text).digest();

/**
 * Whether a given key is the configured one, which is plain or `sha512:<hex>`. Compares digests, in a time that tells nothing.
 * An empty configured key lets everybody in, as WAHA does without one.
 */
export function keyCheck(configured: string): (given: unknown) => boolean {
  if (configured === '') return () => true;
  const hex = /^sha512:([0-9a-f]{128})$/i.exec(configured)?.[1];
  const wanted = hex === undefined ? digest(configured) : Buffer.from(hex, 'hex');
  return (given) => typeof given === 'string' && timingSafeEqual(digest(given), wanted);
}
