import { customerIndex, customerNumber, type DatasetPlan, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { homeStore, registeredOn } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { mailHolders, peopleOf, phoneNumbers } from '../../values/contacts.ts';
import { askedMetals, styles } from '../../words/vocabulary.ts';
import { storeId } from '../organisation/stores.ts';
import { activityOf, never } from './activity.ts';
import { consents } from './consent.ts';
import { homePlaces } from './homes.ts';
import { identities } from './kyc.ts';
import { birthDay, weddingDay } from './life-dates.ts';
import { registrationMoments } from './registered-at.ts';

/** A customer of this half-year is new, one not seen for a year dormant; one in fifteen of the others is a VIP. */
function segmentOf(registered: number, lastVisit: number, u: number): string {
  if (registered > -180) return 'new';
  if (lastVisit < -365) return 'dormant';
  return u < 1 / 15 ? 'vip' : 'regular';
}

/** Indian ring sizes go from 8 to 24; the sum of two draws makes 16 the usual one. */
function ringSize(draw: Draw): number {
  return 8 + draw.int(0, 8) + draw.int(0, 8);
}

/** One customer in eight came by word of mouth. */
const referredShare = 0.12;
/** Those who are customers for longest refer most. */
const referrerSkew = { floor: 0.2, power: 2 } as const;

/** Id of the customer who brought this one, registered on an earlier day, or null. */
function referrerOf(plan: DatasetPlan, tenant: number, number: number, draw: Draw): number | null {
  if (number === 0 || !draw.chance(referredShare)) return null;
  const referrer = skewedRank(draw.float(), number, referrerSkew);
  const earlier = registeredOn(plan, tenant, referrer) < registeredOn(plan, tenant, number);
  return earlier ? customerIndex(plan, tenant, referrer) + 1 : null;
}

export const customers: Table = {
  name: 'customers',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    name: 'text',
    phone: 'text',
    email: 'text',
    city: 'text',
    segment: 'text',
    notes: 'text',
    last_visit_on: 'date',
    created_at: 'moment',
    birthday: 'date',
    anniversary_on: 'date',
    ring_size: 'smallint',
    preferred_metal: 'text',
    preferred_style: 'text',
    kyc_status: 'text',
    pan: 'text',
    gstin: 'text',
    whatsapp_consent: 'boolean',
    marketing_consent: 'boolean',
    consent_at: 'moment',
    referred_by_id: 'integer',
  },
  count: (plan) => plan.request.customers,
  rows: (plan) => {
    const stream = plan.stream('customers');
    const { lastVisits, panNeeded } = activityOf(plan);
    const homeOf = homePlaces(plan);
    const identityOf = identities(plan);
    const consentOf = consents(plan);
    const registeredAt = registrationMoments(plan);
    const personOf = peopleOf(plan);
    const hasMail = mailHolders(plan);
    const phoneOf = phoneNumbers(plan);
    const { notes } = plan.pools;
    return (index) => {
      const tenant = tenantAt(plan, index);
      const number = customerNumber(plan, index);
      const draw = stream(index);
      const { name, familyName, mail } = personOf(index, number);
      const lastVisit = lastVisits[index] as number;
      const createdAt = registeredAt(index);
      const registered = dayOfMoment(createdAt);
      const home = homeOf(index, tenant, number);
      const born = birthDay(registered, draw);
      const buyer = {
        tenant,
        number,
        initial: familyName.charAt(0),
        panNeeded: panNeeded[index] === 1,
        stateCode: home.stateCode,
      };
      const identity = identityOf(buyer, draw);
      const consent = consentOf(index);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, homeStore(number)),
        name,
        phoneOf(tenant, number),
        hasMail(index) ? mail : null,
        home.city,
        segmentOf(registered, lastVisit, draw.float()),
        draw.chance(0.4) ? draw.pick(notes.note) : null,
        lastVisit === never ? null : lastVisit,
        createdAt,
        draw.chance(0.55) ? born : null,
        draw.chance(0.4) ? weddingDay(born, draw) : null,
        draw.chance(0.5) ? ringSize(draw) : null,
        draw.chance(0.7) ? draw.pick(askedMetals) : null,
        draw.chance(0.6) ? draw.pick(styles) : null,
        identity.status,
        identity.pan,
        identity.gstin,
        consent.whatsapp,
        consent.marketing,
        consent.since,
        referrerOf(plan, tenant, number, draw),
      ];
    };
  },
};
