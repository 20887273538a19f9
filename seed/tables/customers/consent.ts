import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';

/** Whether a customer may be written to on WhatsApp, and for advertisement. */
export interface Consent {
  whatsapp: boolean;
  marketing: boolean;
}

const both: Consent = { whatsapp: true, marketing: true };
const whatsappOnly: Consent = { whatsapp: true, marketing: false };
const marketingOnly: Consent = { whatsapp: false, marketing: true };
const none: Consent = { whatsapp: false, marketing: false };

/**
 * What the customer at an index of the customers table agreed to. It has a random stream of its own, so that tables of
 * messages can ask it without making the customer.
 */
export function consents(plan: DatasetPlan): (customer: number) => Consent {
  const stream = plan.stream('customers/consent');
  return (customer) => {
    const u = stream(customer).float();
    if (u < 0.4) return both;
    if (u < 0.62) return whatsappOnly;
    return u < 0.66 ? marketingOnly : none;
  };
}

/** Most sign at the counter, some later. */
const atOnceShare = 0.7;

/** The moment of consent of somebody who was registered at `second` of the day `registered`, or null where there is none. */
export function consentMoment(
  consent: Consent,
  registered: number,
  second: number,
  draw: Draw,
): number | null {
  if (consent === none) return null;
  return draw.chance(atOnceShare) || registered === 0
    ? momentOf(registered, second)
    : momentOf(draw.int(registered + 1, 0), draw.int(openingSecond, closingSecond - 1));
}
