import { at, idAt } from '../fields.ts';

/**
 * What a payment says of its order: `crm:<id>` is an order of the CRM, `shopify:<id>` and the like one of a shop; without a
 * colon it is what the gateway itself calls its order.
 */
const shops = ['shopify', 'woocommerce', 'dukaan', 'quicksell'] as const;

/** From the notes that a merchant hangs on a payment: `crm_order_id`, `shopify_order_id` and so on. */
export function refInNotes(notes: unknown): string | null {
  const crm = String(at(notes, 'crm_order_id') ?? '');
  if (/^[1-9]\d{0,9}$/.test(crm)) return `crm:${crm}`;
  for (const shop of shops) {
    const id = idAt(notes, `${shop}_order_id`);
    if (id !== null) return `${shop}:${id}`;
  }
  return null;
}

/** The one of two that says more; the same whichever of them came first, unless both say as much. */
export function betterRef(known: string | null, told: string | null): string | null {
  const isNamed = (ref: string | null) => ref?.includes(':') ?? false;
  if (isNamed(told) && !isNamed(known)) return told;
  return known ?? told;
}

const largestId = 2_147_483_647;

/** The id of an order of the CRM; null where the reference is to something else. */
export function crmOrderOf(ref: string | null): number | null {
  const [, digits] = /^crm:(\d+)$/.exec(ref ?? '') ?? [];
  return digits !== undefined && Number(digits) <= largestId ? Number(digits) : null;
}

/** The shop and its order; null where the reference is to something else. */
export function shopOrderOf(ref: string | null): { source: string; externalId: string } | null {
  const [, source, externalId] = /^([a-z]+):(.+)$/.exec(ref ?? '') ?? [];
  if (source === undefined || externalId === undefined || source === 'crm') return null;
  return { source, externalId };
}
