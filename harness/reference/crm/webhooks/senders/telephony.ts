import { sameText } from '../../secrets.ts';
import { idAt, textAt } from '../fields.ts';
import { forged } from '../refused.ts';
import { requiredHeader, type Sender } from '../sender.ts';

/**
 * The telephone system carries a secret and signs nothing: whoever reads one webhook can write others. Telephone systems of
 * the kind publish no scheme, so this is an assumption.
 */
export const telephony: Sender = {
  source: 'telephony',
  check({ headers }, secret) {
    const given = requiredHeader(headers, 'x-webhook-secret');
    if (secret === '' || !sameText(given, secret)) throw forged();
  },
  deliveryId: (_, body) => idAt(body, 'eventId'),
  eventType: (_, body) => textAt(body, ['event'], 80),
};
