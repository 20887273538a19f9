import { dateOf } from '../calendar.ts';
import { rowsFor } from '../counts.ts';
import { customerIndex, tenantAt } from '../plan.ts';
import { customerOn } from '../registration.ts';
import type { Table } from '../table.ts';
import { taskTitles } from '../vocabulary.ts';
import { staffId } from './staff.ts';

export const tasks: Table = {
  name: 'tasks',
  columns: ['id', 'tenant_id', 'staff_id', 'customer_id', 'title', 'due_on', 'done'],
  count: (plan) => rowsFor('tasks', plan.request.customers),
  rows: (plan) => {
    const stream = plan.stream('tasks');
    const { tenants, staffPerTenant } = plan.request;
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = draw.int(-30, 14);
      const customer = customerOn(plan, { tenant, day: Math.min(day, 0) }, { floor: 0.3, power: 2 }, draw);
      // In turn, so that everybody's list is about as long.
      const owner = Math.floor(index / tenants.length) % staffPerTenant;
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, owner),
        customerIndex(plan, tenant, customer) + 1,
        draw.pick(taskTitles),
        dateOf(day),
        draw.chance(day < -2 ? 0.85 : 0.1),
      ];
    };
  },
};
