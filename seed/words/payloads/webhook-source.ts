import type { Draw } from '../../random.ts';
import type { Place } from '../places.ts';

/** What an event that another system told of is about. Texts need no escaping in JSON. */
export interface EventFacts {
  draw: Draw;
  /** Slug of the tenant. */
  tenant: string;
  /** `+91` and ten digits. */
  phone: string;
  mail: string;
  name: string;
  /** Where the customer lives. */
  place: Place;
  /** Rate of the day per gram of 24 carat, in whole rupees. */
  inrPerGram24k: number;
  /** What is paid, in whole rupees, where no article says it. */
  amountInr: number;
  /** When it was received. */
  moment: number;
  /** The same in seconds since 1970. */
  epoch: number;
  /** What `deliveryId` gave for this event. */
  deliveryId: string;
  /** A different one for each event of the dataset, eight digits each. */
  upperHex: string;
  lowerHex: string;
}

/** A system that calls the CRM's webhooks. */
export interface WebhookSource {
  name: string;
  /** How often it calls, as a part of all calls, in percent. */
  percent: number;
  /** Types of its events, each as often in the list as it comes. */
  events: readonly string[];
  /** Differs for each event. */
  deliveryId(facts: Readonly<EventFacts>): string;
  /** JSON of about a kilobyte. */
  payload(event: string, facts: Readonly<EventFacts>): string;
}
