import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';

/** Saved filters over the columns of customers, and over tags by name. */
const filters: readonly [name: string, filter: Readonly<Record<string, unknown>>][] = [
  ['VIP customers', { segment: 'vip' }],
  ['New this half-year', { segment: 'new' }],
  ['Not seen for a year', { segment: 'dormant' }],
  ['Birthdays of the month', { birthday: { withinDays: 30 } }],
  ['Anniversaries of the month', { anniversary_on: { withinDays: 30 } }],
  ['Seen in the last month', { last_visit_on: { sinceDays: 30 } }],
  ['May be written to on WhatsApp', { whatsapp_consent: true }],
  ['Marketing allowed, not seen for a year', { marketing_consent: true, segment: 'dormant' }],
  ['No KYC yet', { kyc_status: 'none' }],
  ['Bridal', { tag: 'Bridal' }],
  ['Temple jewellery', { preferred_style: 'Temple' }],
  ['Silver buyers', { preferred_metal: 'silver' }],
];

const texts = filters.map(([, filter]) => JSON.stringify(filter));

const numberOf = (plan: DatasetPlan, index: number) => Math.floor(index / plan.request.tenants.length);

/** Each tenant has the same segments. */
export const segments: Table = {
  name: 'segments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    filter: 'json',
  },
  count: (plan) => plan.request.tenants.length * filters.length,
  rows: (plan) => (index) => {
    const number = numberOf(plan, index);
    const [name] = filters[number] as (typeof filters)[number];
    return [index + 1, evenTenantAt(plan, index) + 1, name, texts[number] as string];
  },
};
