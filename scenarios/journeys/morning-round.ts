import { crm } from '../lib/crm-requests.ts';
import type { JourneyDefinition } from './definition.ts';

/** The manager's round: figures and rate, who comes today, how the leads stand. */
export default {
  id: 'morning-round',
  persona: 'store-manager',
  weight: 4,
  requestsPerAction: [3, 2, 4],
  *run(user) {
    yield crm.dashboard();
    user.see(yield crm.goldRate());
    yield crm.tasks();
    yield user.pause();

    yield crm.appointments({ days: 1 });
    yield crm.orders({ page: 1, size: 25 });
    yield user.pause();

    for (const stage of ['new', 'contacted', 'visit-booked', 'quoted']) yield crm.leads({ stage, size: 50 });
    yield user.pause();
  },
} satisfies JourneyDefinition;
