import { countOf, indexOf } from '../../../scenarios/lib/dealing.ts';
import { activeCustomers } from '../../active-customers.ts';
import { customerIndex, type DatasetPlan, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Skew } from '../../registration.ts';
import { skewedRank } from '../../skew.ts';
import type { Table, Value } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { customerChanges, logins, orderChanges } from '../../words/audit-changes.ts';
import { staffId } from '../organisation/staff.ts';

const customerSkew: Skew = { floor: 0.05, power: 2 };
/** Some of the staff work at the screen all day, others seldom. */
const staffSkew = { floor: 0.3, power: 2 } as const;

const loginShare = 0.15;
const customerShare = 0.65;
/** Imports and nightly jobs write too. */
const systemShare = 0.06;

const octets: readonly string[] = Array.from({ length: 250 }, (_, number) => String(number + 2));

/** The address of the workplace of a member of the staff, or of the server. Private ones all. */
function addressOf(number: number | null, tenant: number): string {
  if (number === null) return `10.0.0.${octets[tenant % octets.length]}`;
  return `192.168.${octets[(tenant + Math.floor(number / octets.length)) % octets.length]}.${octets[number % octets.length]}`;
}

/** A function that gives the id of an order of the tenant among the first `share` of its orders, or 0 without orders. */
function orderFinder(plan: DatasetPlan): (tenant: number, share: number, draw: Draw) => number {
  const orders = rowsFor(plan, 'orders');
  const counts = plan.request.tenants.map((_, tenant) => countOf(plan.deal, tenant, orders));
  return (tenant, share, draw) => {
    const made = Math.floor((counts[tenant] as number) * share);
    return made === 0 ? 0 : indexOf(plan.deal, tenant, draw.int(0, made - 1)) + 1;
  };
}

export const auditLog: Table = {
  name: 'audit_log',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    staff_id: 'integer',
    action: 'text',
    entity: 'text',
    entity_id: 'integer',
    changes: 'json',
    ip: 'text',
    at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'auditEntries'),
  rows: (plan) => {
    const stream = plan.stream('audit_log');
    const count = rowsFor(plan, 'auditEntries');
    const customerOf = activeCustomers(plan, customerSkew, 1);
    const orderOf = orderFinder(plan);
    const { staffPerTenant } = plan.request;
    const row: Value[] = new Array(9).fill(null);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const share = (index + draw.float()) / count;
      const at = momentAt(share, shopHours);
      const member = skewedRank(draw.float(), staffPerTenant, staffSkew);
      const what = draw.float();
      const order = what < loginShare + customerShare ? 0 : orderOf(tenant, share, draw);
      let isStaff = true;
      if (what < loginShare) {
        row[3] = 'login';
        row[4] = 'staff';
        row[5] = staffId(plan, tenant, member);
        row[6] = draw.pick(logins);
      } else {
        const change = draw.pick(order === 0 ? customerChanges : orderChanges);
        const customer = order === 0 ? customerOf(tenant, dayOfMoment(at), draw) : 0;
        // Nobody looks at a row on behalf of a job.
        isStaff = change.action === 'view' || !draw.chance(systemShare);
        row[3] = change.action;
        row[4] = order === 0 ? 'customers' : 'orders';
        row[5] = order === 0 ? customerIndex(plan, tenant, customer) + 1 : order;
        row[6] = change.head + draw.int(100_000_000, 999_999_999) + change.tail;
      }
      row[0] = index + 1;
      row[1] = tenant + 1;
      row[2] = isStaff ? staffId(plan, tenant, member) : null;
      row[7] = addressOf(isStaff ? member : null, tenant);
      row[8] = at;
      return row;
    };
  },
};
