import { storesPerTenant } from '../../counts.ts';
import type { DatasetPlan } from '../../plan.ts';
import { homeStore } from '../../registration.ts';
import { type Place, placesAround } from '../../words/places.ts';
import { storePlace } from '../organisation/stores.ts';

/** This share of a store's customers lives in its city. */
const localShare = 0.75;

/** Place where the customer at `index` of the customers table lives, who is `number` (from 0) of their tenant. */
export type HomePlace = (index: number, tenant: number, number: number) => Place;

/** Where customers live: mostly in their store's city, else more often near it than far away. */
export function homePlaces(plan: DatasetPlan): HomePlace {
  const stream = plan.stream('customers/home');
  const cities: Place[] = [];
  const around: (readonly Place[])[] = [];
  for (let tenant = 0; tenant < plan.request.tenants.length; tenant++) {
    for (let store = 0; store < storesPerTenant; store++) {
      const city = storePlace(plan, tenant, store);
      cities.push(city);
      around.push(placesAround(city));
    }
  }
  return (index, tenant, number) => {
    const draw = stream(index);
    const at = tenant * storesPerTenant + homeStore(number);
    return draw.chance(localShare) ? (cities[at] as Place) : draw.pick(around[at] as readonly Place[]);
  };
}
