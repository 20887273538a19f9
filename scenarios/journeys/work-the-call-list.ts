import { idIn, rowsOf } from '../lib/answers.ts';
import { crm } from '../lib/crm-requests.ts';
import { customerOf } from '../lib/user.ts';
import type { JourneyDefinition } from './definition.ts';

/** A telecaller's task: take one from the list, read up on the customer, call, write down the call, tick it off. */
export default {
  id: 'work-the-call-list',
  persona: 'telecaller',
  weight: 6,
  requestsPerAction: [3, 3, 3, 3],
  *run(user) {
    const tasks = rowsOf(yield crm.tasks());
    yield crm.dashboard();
    user.see(yield crm.goldRate());
    yield user.pause();

    const task = user.random.pick(tasks) ?? null;
    const customerId = customerOf(task) ?? idIn(user.knownCustomer(), 'id');
    if (customerId !== null) {
      user.see(yield crm.customer(customerId));
      yield crm.timeline(customerId);
    }
    yield crm.appointments({ days: 7 });
    yield user.pause();

    if (customerId !== null) {
      const note = 'Told about the festival collection';
      const call = yield crm.addInteraction(customerId, { kind: 'call', note });
      yield crm.timeline(customerId, idIn(call, 'id'));
      user.see(yield crm.customer(customerId));
    }
    yield user.pause();

    const done = task === null ? null : yield crm.completeTask(task.id);
    yield crm.tasks(idIn(done, 'id'));
    yield crm.dashboard();
    yield user.pause();
  },
} satisfies JourneyDefinition;
