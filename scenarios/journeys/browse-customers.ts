import { idIn, rowsOf, textIn } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import type { JourneyDefinition } from './definition.ts';

/** The manager pages through the customers, narrows them to a segment and opens one. */
export default {
  id: 'browse-customers',
  persona: 'store-manager',
  weight: 3,
  requestsPerAction: [2, 2, 3],
  *run(user) {
    const page = user.random.int(1, 20);
    const rows = rowsOf(user.see(yield crm.customers({ page, size: 25 })));
    user.see(yield crm.customers({ page: page + 1, size: 25 }));
    yield user.pause();

    const segment = textIn(user.random.pick(rows), 'segment') || undefined;
    const narrowed = user.see(yield crm.customers({ page: 1, size: 25, ...(segment && { segment }) }));
    yield crm.dashboard();
    yield user.pause();

    const wanted = user.random.pick(rowsOf(narrowed)) ?? user.knownCustomer();
    const id = idIn(wanted, 'id');
    if (id !== null) {
      user.see(yield crm.customer(id, wanted));
      yield crm.timeline(id);
    }
    user.see(yield crm.goldRate());
    yield user.pause();
  },
} satisfies JourneyDefinition;
