import { customerNumber, type DatasetPlan, tenantAt } from '../../plan.ts';
import { registeredOn } from '../../registration.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';

/** A function that gives the moment at which the customer at an index of the customers table was registered. */
export function registrationMoments(plan: DatasetPlan): (customer: number) => number {
  const stream = plan.stream('customers/registered');
  return (customer) =>
    momentOf(
      registeredOn(plan, tenantAt(plan, customer), customerNumber(plan, customer)),
      stream(customer).int(openingSecond, closingSecond - 1),
    );
}
