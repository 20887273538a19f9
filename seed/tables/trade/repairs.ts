import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, homeStore, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { tradingDay } from '../../time/season.ts';
import { repairJobs } from '../../words/trade-words.ts';
import { counterStaff } from '../organisation/staff.ts';
import { storeId } from '../organisation/stores.ts';

type RepairStatus = 'received' | 'in-workshop' | 'ready' | 'returned';

const customerSkew: Skew = { floor: 0.2, power: 2 };

/** Where a piece is that is `age` days here, is ready after `readyAfter` of them and fetched after `returnedAfter`. */
function statusOf(age: number, readyAfter: number, returnedAfter: number): RepairStatus {
  if (age >= returnedAfter) return 'returned';
  if (age >= readyAfter) return 'ready';
  // The workshop's man comes every other day.
  return age < 2 ? 'received' : 'in-workshop';
}

export const repairs: Table = {
  name: 'repairs',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    store_id: 'integer',
    customer_id: 'integer',
    staff_id: 'integer',
    description: 'text',
    status: 'text',
    estimate_inr: 'integer',
    received_on: 'date',
    promised_on: 'date',
    returned_on: 'date',
  },
  count: (plan) => rowsFor(plan, 'repairs'),
  rows: (plan) => {
    const stream = plan.stream('repairs');
    const count = repairs.count(plan);
    const takerAt = counterStaff(plan);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const day = tradingDay((index + draw.float()) / count);
      const customer = customerOn(plan, { tenant, day }, customerSkew, draw);
      const store = homeStore(customer);
      const job = draw.pick(repairJobs);
      const promisedAfter = draw.int(4, 15);
      // Most work is ready by the promised day, some of it late; then it waits for its owner.
      const readyAfter = promisedAfter + (draw.chance(0.15) ? draw.int(1, 9) : -draw.int(0, 3));
      const returnedAfter = readyAfter + draw.int(0, 10);
      const status = statusOf(-day, readyAfter, returnedAfter);
      return [
        index + 1,
        tenant + 1,
        storeId(plan, tenant, store),
        customerIndex(plan, tenant, customer) + 1,
        takerAt(tenant, store, draw),
        job.text,
        status,
        // To the next fifty rupees, as one says it at the counter.
        50 * draw.int(job.estimateInr[0] / 50, job.estimateInr[1] / 50),
        day,
        day + promisedAfter,
        status === 'returned' ? day + returnedAfter : null,
      ];
    };
  },
};
