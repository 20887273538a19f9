import { rowsOf, textIn } from '../lib/answers.ts';
import { leadStages } from '../lib/contract.ts';
import { crm } from '../lib/crm-requests.ts';
import { customerOf } from '../lib/user.ts';
import type { JourneyDefinition } from './definition.ts';

/** Stages that a telecaller calls about. */
const openStages = leadStages.slice(0, 4);

/** A lead is called and moved one stage on. */
export default {
  id: 'follow-up-lead',
  persona: 'telecaller',
  weight: 4,
  requestsPerAction: [2, 3, 3],
  *run(user) {
    const stage = user.random.pick(openStages) ?? 'new';
    yield crm.leads({ size: 50 });
    const leads = rowsOf(yield crm.leads({ stage, size: 50 }));
    yield user.pause();

    const lead = user.random.pick(leads) ?? null;
    const customerId = customerOf(lead);
    if (customerId !== null) {
      user.see(yield crm.customer(customerId));
      yield crm.timeline(customerId);
    }
    user.see(yield crm.goldRate());
    yield user.pause();

    if (customerId !== null) {
      yield crm.addInteraction(customerId, { kind: 'call', note: 'Interested, wants a quote' });
    }
    if (lead !== null) yield crm.moveLead(lead.id, stageAfter(textIn(lead, 'stage')));
    yield crm.leads({ size: 50 });
    yield user.pause();
  },
} satisfies JourneyDefinition;

function stageAfter(stage: string): string {
  const at = openStages.map(String).indexOf(stage);
  return leadStages[at + 1] ?? 'contacted';
}
