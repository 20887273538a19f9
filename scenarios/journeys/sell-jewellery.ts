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
    const wantedId = idIn(wanted, 'id');
    user.see(yield crm.search(phone.slice(0, 8), wanted === null ? {} : { atLeast: 1 }));
    // So many digits leave a few numbers: the one that is looked for is shown.
    const sought = crm.search(
      phone.slice(0, 11),
      wantedId === null ? {} : { holds: { id: wantedId, cutAt: 10 } },
    );
    const found = user.see(yield sought);
    const customer = user.random.pick(rowsOf(found)) ?? wanted;
    const customerId = idIn(customer, 'id');
    if (customerId !== null) user.see(yield crm.customer(customerId, customer));
    yield user.pause();

    const all = rowsOf(yield crm.products({ size: 20 }, { atLeast: 1 }));
    const seen = textIn(user.random.pick(all), 'name').split(' ')[0] || null;
    const matching = crm.products({ q: seen ?? 'ring', size: 20 }, seen === null ? {} : { atLeast: 1 });
    const products = rowsOf(yield matching);
    user.see(yield crm.goldRate());
    yield user.pause();

    const productId = idIn(user.random.pick(products), 'id');
    if (customerId !== null && productId !== null) {
      const items = [{ productId, quantity: user.random.int(1, 2) }];
      const orderId = rowIn(yield crm.createOrder({ customerId, items }), 'order')?.id;
      if (orderId !== undefined) yield crm.order(orderId, customerId);
      user.see(yield crm.customer(customerId, customer));
    }
    yield user.pause();
  },
} satisfies JourneyDefinition;
