import { idIn, rowIn, rowsOf, textIn } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import type { JourneyDefinition } from './definition.ts';

/** A sale at the counter: find the customer by phone, show pieces at today's rate, write the order. */
export default {
  id: 'sell-jewellery',
  persona: 'sales-associate',
  weight: 3,
  requestsPerAction: [3, 3, 3],
  *run(user) {
    const wanted = user.knownCustomer();
    const phone = textIn(wanted, 'phone') || '+919';
    user.see(yield crm.search(phone.slice(0, 8)));
    const found = user.see(yield crm.search(phone.slice(0, 11)));
    const customerId = idIn(user.random.pick(rowsOf(found)) ?? wanted, 'id');
    if (customerId !== null) user.see(yield crm.customer(customerId));
    yield user.pause();

    const all = rowsOf(yield crm.products({ size: 20 }));
    const q = textIn(user.random.pick(all), 'name').split(' ')[0] || 'ring';
    const products = rowsOf(yield crm.products({ q, size: 20 }));
    user.see(yield crm.goldRate());
    yield user.pause();

    const productId = idIn(user.random.pick(products), 'id');
    if (customerId !== null && productId !== null) {
      const items = [{ productId, quantity: user.random.int(1, 2) }];
      const orderId = rowIn(yield crm.createOrder({ customerId, items }), 'order')?.id;
      if (orderId !== undefined) yield crm.order(orderId);
      user.see(yield crm.customer(customerId));
    }
    yield user.pause();
  },
} satisfies JourneyDefinition;
