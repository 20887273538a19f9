import { registeredBy } from '../../active-customers.ts';
import { storesPerTenant } from '../../counts.ts';
import { customerCount, customerIndex, type DatasetPlan } from '../../plan.ts';
import { closingSecond, historyDays, momentOf, openingSecond } from '../../time/calendar.ts';
import { type CampaignPlan, campaignCalendar, sentCampaigns } from '../../words/campaign-calendar.ts';

/** To whom and when a campaign that has been sent goes. */
export interface Audience {
  tenant: number;
  campaign: CampaignPlan;
  /** Index of its first row among the recipients, and how many it has. */
  first: number;
  size: number;
  /** Number of its first customer within the tenant; then every `oneIn`-th. */
  firstCustomer: number;
  /** The first day of sending and on how many days in a row messages go out. */
  day: number;
  days: number;
}

/**
 * WhatsApp shuts out numbers that send in bulk, so a store's number sends a message and a half a minute, during opening
 * hours only.
 */
const mostPerDay = Math.floor(((closingSecond - openingSecond) / 40) * storesPerTenant);
const openSeconds = closingSecond - openingSecond;

/** The audiences of all sent campaigns in the order of the campaigns' ids, which is that of their days. */
export function audiencesOf(plan: DatasetPlan): readonly Audience[] {
  return plan.once('audiences', () => {
    const known = registeredBy(plan);
    const tenants = plan.request.tenants.length;
    const audiences: Audience[] = [];
    let first = 0;
    for (let index = 0; index < sentCampaigns * tenants; index++) {
      const tenant = index % tenants;
      const number = Math.floor(index / tenants);
      const campaign = campaignCalendar[number] as CampaignPlan;
      const { oneIn } = campaign;
      const firstCustomer = number % oneIn;
      // Enough days for all customers of today, so that those of then are through in time.
      const days = Math.max(1, Math.ceil(customerCount(plan, tenant) / oneIn / mostPerDay));
      const day = Math.max(-historyDays, campaign.day - days);
      const size = Math.max(0, Math.ceil((known(tenant, day) - firstCustomer) / oneIn));
      audiences.push({ tenant, campaign, first, size, firstCustomer, day, days });
      first += size;
    }
    return audiences;
  });
}

/** How many recipients all campaigns have. */
export function recipientCount(plan: DatasetPlan): number {
  const last = audiencesOf(plan).at(-1);
  return last ? last.first + last.size : 0;
}

/** Index in the customers table of recipient `place` (from 0) of an audience. */
export function recipientAt(plan: DatasetPlan, audience: Audience, place: number): number {
  return customerIndex(plan, audience.tenant, audience.firstCustomer + place * audience.campaign.oneIn);
}

/** When the message to recipient `place` goes out; `u` in [0, 1) says when within its slot. */
export function sendingAt(audience: Audience, place: number, u: number): number {
  const perDay = Math.max(1, Math.ceil(audience.size / audience.days));
  const day = Math.floor(place / perDay);
  const second = openingSecond + Math.floor(((place - day * perDay + u) / perDay) * openSeconds);
  return momentOf(audience.day + day, Math.min(second, closingSecond - 1));
}

/** The moment after the last message's slot. */
export function finishedAt(audience: Audience): number {
  return audience.size === 0
    ? momentOf(audience.day, openingSecond)
    : sendingAt(audience, audience.size - 1, 1) + 1;
}
