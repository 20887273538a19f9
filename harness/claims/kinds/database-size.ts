import { z } from 'zod';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { formatValue } from '../../core/units.ts';
import { defineKind } from '../define-kind.ts';
import { exactly } from '../exact.ts';
import { harderThan, loadParams, shortfall } from '../load-demand.ts';
import { notTested } from '../ruling.ts';
import { sloCriteria, sloParams } from '../slo.ts';

/** A database of so many bytes is carried: response time and errors stay within limits with that much data. */
export default defineKind({
  kind: 'database-size',
  about: 'speed',
  unit: 'bytes',
  comparators: ['>='],
  requires: ['samples', 'dataset', 'postgres'],
  params: z.strictObject({ ...loadParams, ...sloParams }),
  judge({ claim, params }, evidence) {
    const open = shortfall(params, evidence);
    if (open) return open;
    const sizes = evidence.postgres.map((run, index) =>
      Math.max(run.databaseBytes, evidence.dataset[index]?.databaseBytes ?? 0),
    );
    const bytes = Math.min(...sizes);
    const observed = exactly(bytes, 'bytes', sizes.length, 'databases');
    const [seen, claimed] = [formatValue(bytes, 'bytes'), formatValue(claim.bound, 'bytes')];
    if (bytes < claim.bound)
      return notTested(
        `the database held ${seen}, the claim is about ${claimed}`,
        `a run with --database-size ${claimed.replaceAll(' ', '')}`,
        observed,
      );
    return {
      ruling: 'measured',
      subject: `the database held ${seen}`,
      observed,
      criteria: sloCriteria(evidence.samples, params),
      harder: harderThan(params, evidence),
      notes: [readNote(evidence.dataset)],
    };
  },
});

/** Tables that the CRM's requests of the traffic read; what lies in the others only has to be kept. */
const readByTraffic = new Set([
  'tenants',
  'stores',
  'staff',
  'customers',
  'leads',
  'appointments',
  'tasks',
  'products',
  'gold_rates',
  'orders',
  'order_items',
  'payments',
  'interactions',
]);

/** How much of the database the traffic could feel: a large one of which little is ever read is an easier one. */
function readNote(dataset: readonly DatasetData[]): string {
  const ratios = dataset.map(({ tables, databaseBytes }) => {
    const read = tables.filter(({ table }) => readByTraffic.has(table));
    return read.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, databaseBytes);
  });
  return (
    `Of the database ${formatValue(Math.min(...ratios), 'ratio')} lie in tables that the requests of this traffic read; ` +
    'the rest (messages, calls, mails, webhooks, audit) is kept and not asked for.'
  );
}
