import { idIn, rowsOf, textIn } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import { customerOf } from '../lib/user.ts';
import type { JourneyDefinition } from './definition.ts';

/** The manager goes through the orders, filters by a status, opens one with its customer and leaves a note. */
export default {
  id: 'review-orders',
  persona: 'store-manager',
  weight: 3,
  requestsPerAction: [2, 2, 3, 2],
  *run(user) {
    yield crm.dashboard();
    const orders = rowsOf(yield crm.orders({ page: 1, size: 25 }));
    yield user.pause();

    const status = textIn(user.random.pick(orders), 'status') || undefined;
    const filtered = rowsOf(yield crm.orders({ page: 1, size: 25, ...(status && { status }) }));
    yield crm.orders({ page: 2, size: 25, ...(status && { status }) });
    yield user.pause();

    const order = user.random.pick(filtered) ?? null;
    const customerId = customerOf(order) ?? idIn(user.knownCustomer(), 'id');
    if (order !== null) yield crm.order(order.id, customerOf(order));
    if (customerId !== null) {
      user.see(yield crm.customer(customerId));
      yield crm.timeline(customerId);
    }
    yield user.pause();

    if (customerId !== null) {
      const note = yield crm.addInteraction(customerId, { kind: 'note', note: 'Delivery date confirmed' });
      yield crm.timeline(customerId, idIn(note, 'id'));
    }
    yield user.pause();
  },
} satisfies JourneyDefinition;
