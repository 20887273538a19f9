import { z } from 'zod';
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
      notes: [],
    };
  },
});
