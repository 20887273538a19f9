import { idIn, rowsOf, textIn } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import type { JourneyDefinition } from './definition.ts';

/** A customer known by name comes in: look around, search as the name is typed, open, note the visit. */
export default {
  id: 'serve-customer',
  persona: 'sales-associate',
  weight: 5,
  requestsPerAction: [3, 3, 3, 2],
  *run(user) {
    yield crm.dashboard();
    user.see(yield crm.goldRate());
    yield crm.appointments({ days: 1 });
    yield user.pause();

    const wanted = user.knownCustomer();
    const name = textIn(wanted, 'name') || 'raj';
    const some = textIn(wanted, 'name') === '' ? {} : { atLeast: 1 };
    user.see(yield crm.search(name.slice(0, 3), some));
    user.see(yield crm.search(name.slice(0, 4), some));
    const found = user.see(yield crm.search(name.slice(0, 6), some));
    yield user.pause();

    const customer = user.random.pick(rowsOf(found)) ?? wanted;
    const id = idIn(customer, 'id');
    if (id !== null) {
      user.see(yield crm.customer(id, customer));
      yield crm.timeline(id);
    }
    user.see(yield crm.goldRate());
    yield user.pause();

    if (id !== null) {
      const note = 'Looked at bangles, comes back with family';
      const visit = yield crm.addInteraction(id, { kind: 'visit', note });
      yield crm.timeline(id, idIn(visit, 'id'));
    }
    yield user.pause();
  },
} satisfies JourneyDefinition;
