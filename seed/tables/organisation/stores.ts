import { storesPerTenant } from '../../counts.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
import { oldestCustomerDays } from '../../time/calendar.ts';
import { largestOffset, mobileNumber } from '../../values/phone.ts';
import { gstinOf } from '../../values/tax-numbers.ts';
import { bazaars, buildings, type Place, pinCode, storePlaces } from '../../words/places.ts';
import { legalPerson } from './legal-person.ts';

/** Place of store `store` (from 0) of a tenant. Tenants of the list's first three names sit in its first three cities. */
export function storePlace(plan: DatasetPlan, tenant: number, store: number): Place {
  const at = tenant + store * Math.max(3, plan.request.tenants.length);
  return storePlaces[at % storePlaces.length] as Place;
}

/** City of store `store` (from 0) of a tenant. */
export function storeCity(plan: DatasetPlan, tenant: number, store: number): string {
  return storePlace(plan, tenant, store).city;
}

/** Id of store `store` (from 0) of a tenant. */
export function storeId(plan: DatasetPlan, tenant: number, store: number): number {
  return store * plan.request.tenants.length + tenant + 1;
}

const yearDays = 365;

/** The home store is a generation old; the others were there before the oldest customer too. */
function openedOn(store: number, draw: Draw): number {
  const [from, to] = store === 0 ? [45, 21] : [20, oldestCustomerDays / yearDays + 1];
  return draw.int(-from * yearDays, -to * yearDays);
}

/** Quarter of store `store` (from 0) of a tenant: another one for each, for two stores may be in one city. */
function quarterOf(plan: DatasetPlan, tenant: number, store: number): string {
  const first = plan
    .stream('stores/quarter')(tenant)
    .int(0, bazaars.length - 1);
  return bazaars[(first + store) % bazaars.length] as string;
}

export const stores: Table = {
  name: 'stores',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    city: 'text',
    address: 'text',
    locality: 'text',
    pin_code: 'text',
    state: 'text',
    gstin: 'text',
    phone: 'text',
    opened_on: 'date',
  },
  count: (plan) => plan.request.tenants.length * storesPerTenant,
  rows: (plan) => {
    const stream = plan.stream('stores');
    const phoneOffset = plan.stream('phones/stores')(0).int(0, largestOffset);
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const store = Math.floor(index / plan.request.tenants.length);
      const place = storePlace(plan, tenant, store);
      const locality = quarterOf(plan, tenant, store);
      const draw = stream(index);
      return [
        index + 1,
        tenant + 1,
        `${place.city}, ${locality}`,
        place.city,
        `Shop ${draw.int(1, 60)}, ${draw.pick(buildings)}`,
        locality,
        pinCode(place, draw),
        place.state,
        gstinOf(place.stateCode, legalPerson(plan, tenant).pan),
        mobileNumber(index, phoneOffset),
        openedOn(store, draw),
      ];
    };
  },
};
