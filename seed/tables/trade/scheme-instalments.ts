import type { Table } from '../../table.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';
import { enrolmentAt, instalmentsFamily, schemeDueOn, schemePayments } from './scheme-enrolments.ts';

const methods = ['upi', 'upi', 'upi', 'auto-debit', 'auto-debit', 'cash', 'card'] as const;

export const schemeInstalments: Table = {
  name: 'scheme_instalments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    enrolment_id: 'integer',
    number: 'smallint',
    amount_inr: 'integer',
    due_on: 'date',
    paid_at: 'moment',
    method: 'text',
  },
  count: (plan) => instalmentsFamily(plan).total,
  rows: (plan) => {
    const at = enrolmentAt(plan);
    const family = instalmentsFamily(plan);
    const paymentOf = schemePayments(plan);
    return (index) => {
      const parent = family.parentOf(index);
      const enrolment = at(parent);
      const number = index - family.childrenBefore(parent);
      const { day, draw } = paymentOf(enrolment, number);
      const paid = day <= 0;
      return [
        index + 1,
        enrolment.tenant + 1,
        parent + 1,
        number + 1,
        enrolment.monthlyInr,
        schemeDueOn(enrolment, number),
        paid ? momentOf(day, draw.int(openingSecond, closingSecond - 1)) : null,
        paid ? draw.pick(methods) : null,
      ];
    };
  },
};
