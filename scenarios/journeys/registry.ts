import type { Persona } from '../lib/staff.ts';
import browseCustomers from './browse-customers.ts';
import type { JourneyDefinition } from './definition.ts';
import followUpLead from './follow-up-lead.ts';
import morningRound from './morning-round.ts';
import registerWalkIn from './register-walk-in.ts';
import reviewOrders from './review-orders.ts';
import sellJewellery from './sell-jewellery.ts';
import serveCustomer from './serve-customer.ts';
import workTheCallList from './work-the-call-list.ts';

/**
 * Every journey there is. Listed, not discovered, because k6 has no directories; a test holds the list against the
 * folder and each id against its file's name.
 */
export const journeys: readonly JourneyDefinition[] = [
  serveCustomer,
  sellJewellery,
  registerWalkIn,
  workTheCallList,
  followUpLead,
  morningRound,
  reviewOrders,
  browseCustomers,
];

/** The journeys of one persona, with their weights. Never empty: a test holds it. */
export function journeysOf(persona: Persona): readonly JourneyDefinition[] {
  return journeys.filter((journey) => journey.persona === persona);
}
