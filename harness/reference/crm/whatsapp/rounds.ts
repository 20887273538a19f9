import type { Crm } from '../crm.ts';
import type { Round } from '../jobs/rounds.ts';
import { seeAfterCampaigns } from './campaign-sweep.ts';
import { startDue } from './campaign-work.ts';
import { restoreSessions } from './registration.ts';
import { handInWaitingReplies } from './send-reply.ts';

/** Without a WhatsApp server there is nothing to do. */
const withServers = (run: Round['run']) => async (crm: Crm) => {
  if (crm.outside.whatsapp.servers.length > 0) await run(crm);
};

/** Of each tenant in turn; one that fails leaves the others alone. */
const ofTenants = (work: (crm: Crm, tenantId: number) => Promise<void>) =>
  withServers(async (crm) => {
    for (const { id } of await crm.tenants.all()) await work(crm, id).catch(() => {});
  });

/** What comes round for WhatsApp. Everything here is done at once elsewhere, and made up for here where that failed. */
export const whatsappRounds: readonly Round[] = [
  // One question to WAHA for each number; longer than an answer may take, so that a silent server does not pile them up.
  { name: 'whatsapp-sessions', everyMs: 15_000, run: withServers(restoreSessions) },
  { name: 'whatsapp-due', everyMs: 15_000, run: ofTenants(startDue) },
  { name: 'whatsapp-campaigns', everyMs: 10_000, run: ofTenants(seeAfterCampaigns) },
  { name: 'whatsapp-replies', everyMs: 10_000, run: ofTenants(handInWaitingReplies) },
];
