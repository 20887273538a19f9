import { textAt } from '../fields.ts';
import { type Sender, shortHeader } from '../sender.ts';
import { hmacCheck } from './hmac.ts';

/** The event's name and time are in the signed body; its id is in a header that is not signed. */
export const razorpay: Sender = {
  source: 'razorpay',
  check: hmacCheck({ header: 'x-razorpay-signature', algorithm: 'sha256', encoding: 'hex' }),
  deliveryId: (headers) => shortHeader(headers, 'x-razorpay-event-id'),
  eventType: (_, body) => textAt(body, ['event'], 80),
};
