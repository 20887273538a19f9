import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A secret of its own for each purpose, as hex: HMAC-SHA256 of the parts, joined by colons, under the CRM's secret. So a
 * sender who knows a tenant's secret for one shop can sign for nobody else.
 */
export function secretFor(secret: string, ...purpose: readonly string[]): string {
  return createHmac('sha256', secret).update(purpose.join(':')).digest('hex');
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
