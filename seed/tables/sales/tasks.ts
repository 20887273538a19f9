import { numberOf } from '../../../scenarios/lib/dealing.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import { customerOn, type Skew } from '../../registration.ts';
import type { Table } from '../../table.ts';
import { taskKinds, taskTitles } from '../../words/vocabulary.ts';
import { staffId } from '../organisation/staff.ts';

const customerSkew: Skew = { floor: 0.3, power: 2 };

/** One as often as it stands here. */
const priorities = ['low', 'normal', 'normal', 'normal', 'high'] as const;

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
    kind: 'text',
    priority: 'text',
  },
  count: (plan) => rowsFor(plan, 'tasks'),
  rows: (plan) => {
    const stream = plan.stream('tasks');
    const { staffPerTenant } = plan.request;
    return (index) => {
      const tenant = tenantAt(plan, index);
      const draw = stream(index);
      const day = draw.int(-30, 14);
      const customer = customerOn(plan, { tenant, day: Math.min(day, 0) }, customerSkew, draw);
      // In turn, so that everybody's list is about as long.
      const owner = numberOf(plan.deal, index) % staffPerTenant;
      const title = draw.pick(taskTitles);
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, owner),
        customerIndex(plan, tenant, customer) + 1,
        title,
        day,
        draw.chance(day < -2 ? 0.85 : 0.1),
        taskKinds[title],
        draw.pick(priorities),
      ];
    };
  },
};
