import type { Crm } from '../crm.ts';
import type { Consumer } from '../jobs/job.ts';

/**
 * None: a call is asked for while its user waits. A job is done at least once, so the customer might be rung twice; or minutes
 * later, when the user has gone.
 */
export async function telephonyConsumers(_crm: Crm): Promise<Consumer[]> {
  return [];
}
