import type { Crm } from '../crm.ts';
import type { Consumer } from '../jobs/job.ts';
import { queues } from '../jobs/names.ts';
import { runExport } from './run-export.ts';

/** Each holds a connection of PgBouncer and keeps a core busy: more at once would only take them from requests. */
const concurrency = 2;

/** Exports, two at once in a process. */
export async function exportConsumers(crm: Crm): Promise<Consumer[]> {
  return [{ queue: queues.exports, concurrency, handle: (job) => runExport(crm, job) }];
}
