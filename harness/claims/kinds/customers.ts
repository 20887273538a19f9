import { z } from 'zod';
import { formatValue } from '../../core/units.ts';
import { defineKind } from '../define-kind.ts';
import { exactly } from '../exact.ts';
import { customersOf, harderThan, loadParams, shortfall } from '../load-demand.ts';
import { sloCriteria, sloParams } from '../slo.ts';

/** So many customers are carried: they are in the database while response time and errors stay within limits. */
export default defineKind({
  kind: 'customers',
  about: 'speed',
  unit: 'customers',
  comparators: ['>='],
  requires: ['samples', 'dataset'],
  params: z.strictObject({ users: loadParams.users, ...sloParams }),
  judge({ claim, params }, evidence) {
    const demand = { users: params.users, customers: claim.bound };
    const open = shortfall(demand, evidence);
    if (open) return open;
    const customers = customersOf(evidence.dataset);
    return {
      ruling: 'measured',
      subject: `${formatValue(customers, 'customers')} were in the database`,
      observed: exactly(customers, 'customers', customers, 'rows'),
      criteria: sloCriteria(evidence.samples, params),
      harder: harderThan(demand, evidence),
      notes: [],
    };
  },
});
