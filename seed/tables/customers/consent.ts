import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { closingSecond, dayOfMoment, momentOf, openingSecond } from '../../time/calendar.ts';
import { registrationMoments } from './registered-at.ts';

/** Whether a customer may be written to on WhatsApp, and for advertisement, and since when; null where for neither. */
export interface Consent {
  whatsapp: boolean;
  marketing: boolean;
  since: number | null;
}

/** Most sign at the counter, some later. */
const atOnceShare = 0.7;

/**
 * What the customer at an index of the customers table agreed to. It has a random stream of its own, so that tables of
 * messages can ask it without making the customer. Always the same object, filled anew.
 */
export function consents(plan: DatasetPlan): (customer: number) => Readonly<Consent> {
  const stream = plan.stream('customers/consent');
  const registeredAt = registrationMoments(plan);
  const consent: Consent = { whatsapp: false, marketing: false, since: null };
  return (customer) => {
    const draw = stream(customer);
    const u = draw.float();
    consent.whatsapp = u < 0.62;
    consent.marketing = u < 0.4 || (u >= 0.62 && u < 0.66);
    consent.since = consent.whatsapp || consent.marketing ? signedAt(registeredAt(customer), draw) : null;
    return consent;
  };
}

function signedAt(registered: number, draw: Draw): number {
  const day = dayOfMoment(registered);
  return draw.chance(atOnceShare) || day === 0
    ? registered
    : momentOf(draw.int(day + 1, 0), draw.int(openingSecond, closingSecond - 1));
}
