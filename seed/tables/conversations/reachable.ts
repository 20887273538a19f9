import { customerNumber, type DatasetPlan, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { registeredOn } from '../../registration.ts';
import { closingSecond, openingSecond } from '../../time/calendar.ts';
import { consentMoment, consents } from '../customers/consent.ts';
import { birthDay } from '../customers/life-dates.ts';

// What a customer's row says of how they may be written to, read off its draws in the order of customers.ts without
// making the row. Tests of mails and campaigns hold the two together.

/** The name; then, as a result, the second of the day of registration; then the day of birth. */
function registeredSecond(draw: Draw): number {
  skip(draw, 2);
  const second = draw.int(openingSecond, closingSecond - 1);
  birthDay(0, draw);
  return second;
}

/** How a customer is identified: nothing more is drawn for a business. */
function skipIdentity(draw: Draw): void {
  if (!draw.chance(1 / 80)) skip(draw, 1);
}

function skip(draw: Draw, times: number): void {
  for (let time = 0; time < times; time++) draw.float();
}

/** A function that says whether the customer at an index of the customers table has an e-mail address. */
export function mailHolders(plan: DatasetPlan): (customer: number) => boolean {
  const stream = plan.stream('customers');
  return (customer) => {
    const draw = stream(customer);
    registeredSecond(draw);
    skipIdentity(draw);
    return draw.chance(0.6);
  };
}

/** Values that a column which is not always filled draws: how often it is, and how many more it then draws. */
const columnsBeforeConsent: readonly (readonly [share: number, more: number])[] = [
  [0.4, 1], // notes
  [0.55, 0], // birthday
  [0.4, 1], // anniversary
  [0.5, 2], // ring size
  [0.7, 1], // metal
  [0.6, 1], // style
];

/**
 * A function that gives the moment since which the customer at an index of the customers table lets themselves be sent
 * advertisement on WhatsApp, or null where they do not.
 */
export function advertisedSince(plan: DatasetPlan): (customer: number) => number | null {
  const stream = plan.stream('customers');
  const consentOf = consents(plan);
  return (customer) => {
    const consent = consentOf(customer);
    if (!consent.whatsapp || !consent.marketing) return null;
    const draw = stream(customer);
    const second = registeredSecond(draw);
    skipIdentity(draw);
    // E-mail and segment.
    skip(draw, 2);
    for (const [share, more] of columnsBeforeConsent) if (draw.chance(share)) skip(draw, more);
    const registered = registeredOn(plan, tenantAt(plan, customer), customerNumber(plan, customer));
    return consentMoment(consent, registered, second, draw);
  };
}
