import { numberOf } from '../../../scenarios/lib/dealing.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { taskTitles } from '../../vocabulary.ts';
import { staffId } from '../organisation/staff.ts';

export const tasks: Table = {
  name: 'tasks',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    staff_id: 'integer',
    customer_id: 'integer',
    title: 'text',
    due_on: 'date',
    done: 'boolean',
  },
  count: (plan) => rowsFor(plan, 'tasks'),
  rows: (plan) => {
    const stream = plan.stream('tasks');
    const { staffPerTenant } = plan.request;
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = draw.int(-30, 14);
      const customer = customerOn(plan, { tenant, day: Math.min(day, 0) }, { floor: 0.3, power: 2 }, draw);
      // In turn, so that everybody's list is about as long.
      const owner = numberOf(plan.deal, index) % staffPerTenant;
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, owner),
        customerIndex(plan, tenant, customer) + 1,
        draw.pick(taskTitles),
        day,
        draw.chance(day < -2 ? 0.85 : 0.1),
      ];
    };
  },
};
