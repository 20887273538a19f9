import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import { gstinOf, panOf } from '../../values/tax-numbers.ts';

/** How far it is known who a customer is: by their PAN, by another card (Aadhaar), or by both and checked. */
export interface Identity {
  status: 'none' | 'pan' | 'aadhaar' | 'verified';
  pan: string | null;
  /** Of the few who buy for a business of their own. */
  gstin: string | null;
}

/** What customers showed who never had to, one as often as it stands here. */
const shown: readonly Identity['status'][] = [
  'none',
  'none',
  'none',
  'none',
  'none',
  'aadhaar',
  'pan',
  'verified',
];
/** What those showed whom the law asks for their PAN. */
const shownWithPan: readonly Identity['status'][] = ['pan', 'pan', 'verified'];
/** One customer in eighty buys for a business. */
const businessShare = 1 / 80;

/** Who is to be identified. */
export interface Buyer {
  /** Tenant and number within it, both from 0. */
  tenant: number;
  number: number;
  /** Of the surname, a capital. */
  initial: string;
  panNeeded: boolean;
  stateCode: string;
}

/** Makes identities; each customer of a tenant gets a PAN of their own. */
export function identities(plan: DatasetPlan): (buyer: Buyer, draw: Draw) => Identity {
  const offsetOf = plan.stream('pans');
  const offsets = plan.request.tenants.map((_, tenant) => offsetOf(tenant).int(0, 0xffff_ffff));
  return ({ tenant, number, initial, panNeeded, stateCode }, draw) => {
    const business = draw.chance(businessShare);
    const status = business ? 'verified' : draw.pick(panNeeded ? shownWithPan : shown);
    if (status === 'none') return unknown;
    if (status === 'aadhaar') return byAadhaar;
    const pan = panOf('person', initial, number, offsets[tenant] as number);
    return { status, pan, gstin: business ? gstinOf(stateCode, pan) : null };
  };
}

const unknown: Identity = { status: 'none', pan: null, gstin: null };
const byAadhaar: Identity = { status: 'aadhaar', pan: null, gstin: null };
