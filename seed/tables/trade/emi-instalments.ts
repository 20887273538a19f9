import type { DatasetPlan } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { emiDueOn, emiPayments } from './emi-schedule.ts';
import { orderFamilies } from './order-families.ts';
import { orderAt, orderHeads } from './orders.ts';

/** What is paid when an order is made, before making or the first instalment. */
export function advanceInr(totalInr: number): number {
  return Math.floor((totalInr * 3 + 5) / 10);
}

/** Instalment `number` of `count`: equal ones of whole rupees, and the last one takes the rest. */
export function emiInr(totalInr: number, number: number, count: number): number {
  const balance = totalInr - advanceInr(totalInr);
  const each = Math.floor(balance / count);
  return number < count - 1 ? each : balance - each * (count - 1);
}

/** Indexes of the instalments that are paid by today, ascending: each has a payment. */
export function paidEmiInstalments(plan: DatasetPlan): Int32Array {
  return plan.once('paid-emi-instalments', () => {
    const { emiInstalments } = orderFamilies(plan);
    const headOf = orderHeads(plan);
    const paidOn = emiPayments(plan);
    const paid = new Int32Array(emiInstalments.total);
    let count = 0;
    for (let index = 0; index < emiInstalments.total; index++) {
      const order = emiInstalments.parentOf(index);
      const number = index - emiInstalments.childrenBefore(order);
      if (paidOn(order, number, headOf(order).day) <= 0) paid[count++] = index;
    }
    return paid.slice(0, count);
  });
}

export const emiInstalments: Table = {
  name: 'emi_instalments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    order_id: 'integer',
    number: 'smallint',
    amount_inr: 'bigint',
    due_on: 'date',
    paid_on: 'date',
  },
  count: (plan) => orderFamilies(plan).emiInstalments.total,
  rows: (plan) => {
    const at = orderAt(plan);
    const family = orderFamilies(plan).emiInstalments;
    const paidOn = emiPayments(plan);
    return (index) => {
      const parent = family.parentOf(index);
      const { tenant, day, totalInr } = at(parent);
      const number = index - family.childrenBefore(parent);
      const paid = paidOn(parent, number, day);
      return [
        index + 1,
        tenant + 1,
        parent + 1,
        number + 1,
        emiInr(totalInr, number, family.childrenOf(parent)),
        emiDueOn(day, number),
        paid <= 0 ? paid : null,
      ];
    };
  },
};
