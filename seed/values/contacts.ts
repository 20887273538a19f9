import type { DatasetPlan } from '../plan.ts';
import { largestOffset, mobileNumber } from './phone.ts';

/** The phone of customer `number` (from 0) of a tenant, as it stands in the customers table. */
export type PhoneNumbers = (tenant: number, number: number) => string;

/** The phones of all customers, without a look at their rows. */
export function phoneNumbers(plan: DatasetPlan): PhoneNumbers {
  const offsets = plan.request.tenants.map((_, tenant) =>
    plan.stream('phones')(tenant).int(0, largestOffset),
  );
  return (tenant, number) => mobileNumber(number, offsets[tenant] as number);
}

/** WhatsApp's id of the chat with whoever has this phone: its digits. */
export function chatId(phone: string): string {
  return `${phone.slice(1)}@c.us`;
}

/** Name and e-mail address of a customer. */
export interface Person {
  name: string;
  familyName: string;
  mail: string;
}

/**
 * A function that gives the customer at `index` of the customers table, whose number within the tenant is `number`: the
 * name that stands in that table, and the address that does so where it has one. Always the same object, filled anew.
 */
export function peopleOf(plan: DatasetPlan): (index: number, number: number) => Readonly<Person> {
  const stream = plan.stream('customers/name');
  const { givenNames, familyNames } = plan.pools;
  const givenHandles = handlesOf(givenNames);
  const familyHandles = handlesOf(familyNames);
  const person: Person = { name: '', familyName: '', mail: '' };
  return (index, number) => {
    const draw = stream(index);
    const given = draw.int(0, givenNames.length - 1);
    const family = draw.int(0, familyNames.length - 1);
    person.familyName = familyNames[family] as string;
    person.name = `${givenNames[given]} ${person.familyName}`;
    person.mail = `${givenHandles[given]}.${familyHandles[family]}${number}@mail.example`;
    return person;
  };
}

/** Three customers in five gave an e-mail address. */
const mailShare = 0.6;

/** A function that says whether the customer at an index of the customers table has an e-mail address. */
export function mailHolders(plan: DatasetPlan): (customer: number) => boolean {
  const stream = plan.stream('customers/mail');
  return (customer) => stream(customer).chance(mailShare);
}

/** Parts of e-mail addresses: small letters and nothing else. */
function handlesOf(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
}
