import type { Crm } from '../crm.ts';
import type { Consumer } from '../jobs/job.ts';

/** Nothing yet. */
export async function webhookConsumers(_crm: Crm): Promise<Consumer[]> {
  return [];
}
