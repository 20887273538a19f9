import { customerNumber, rowsFor, tenantAt } from '../../plan.ts';
import { scattered } from '../../skew.ts';
import type { Table } from '../../table.ts';
import { buildings, localities, pinCode } from '../../words/places.ts';
import { homePlaces } from './homes.ts';

/** How a line begins: the number of a flat, a house or a plot. */
const doors = doorNumbers();

function doorNumbers(): readonly string[] {
  const numbers: string[] = [];
  for (let number = 1; number <= 120; number++) {
    const floor = 1 + (number % 9);
    numbers.push(
      `Flat ${floor}0${1 + (number % 6)}`,
      `${number}`,
      `H. No. ${floor}-${number}`,
      `Plot ${number}`,
    );
  }
  return numbers;
}

/** The usual two addresses besides one's home. */
const otherKinds = ['work', 'work', 'delivery'] as const;

/** The first addresses are everybody's homes, in the order of the customers; more ones are spread over them evenly. */
export const customerAddresses: Table = {
  name: 'customer_addresses',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    kind: 'text',
    line: 'text',
    locality: 'text',
    city: 'text',
    state: 'text',
    pin_code: 'text',
  },
  count: (plan) => rowsFor(plan, 'addresses'),
  rows: (plan) => {
    const stream = plan.stream('customer_addresses');
    const homeOf = homePlaces(plan);
    const { customers } = plan.request;
    return (index) => {
      const draw = stream(index);
      const isHome = index < customers;
      const customer = isHome ? index : scattered(index % customers, customers);
      const tenant = tenantAt(plan, customer);
      const place = homeOf(customer, tenant, customerNumber(plan, customer));
      return [
        index + 1,
        tenant + 1,
        customer + 1,
        isHome ? 'home' : draw.pick(otherKinds),
        `${draw.pick(doors)}, ${draw.pick(buildings)}`,
        draw.pick(localities),
        place.city,
        place.state,
        pinCode(place, draw),
      ];
    };
  },
};
