import { z } from 'zod';
import { formatValue } from '../../core/units.ts';
import { defineKind } from '../define-kind.ts';
import { exactly } from '../exact.ts';
import { harderThan, loadParams, shortfall, usersThroughout } from '../load-demand.ts';
import { requestsOf, sloCriteria, sloParams } from '../slo.ts';

/** So many users are carried: response time and errors stay within their limits while all of them work. */
export default defineKind({
  kind: 'users',
  about: 'speed',
  unit: 'users',
  comparators: ['>='],
  requires: ['samples', 'dataset'],
  params: z.strictObject({ customers: loadParams.customers, ...sloParams }),
  judge({ claim, params }, evidence) {
    const demand = { users: claim.bound, customers: params.customers };
    const open = shortfall(demand, evidence);
    if (open) return open;
    const users = usersThroughout(evidence.samples);
    return {
      ruling: 'measured',
      subject: `${formatValue(users, 'users')} worked through the window`,
      observed: exactly(users, 'users', requestsOf(evidence.samples), 'requests'),
      criteria: sloCriteria(evidence.samples, params),
      harder: harderThan(demand, evidence),
      notes: [],
    };
  },
});
