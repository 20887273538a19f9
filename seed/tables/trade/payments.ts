import type { DatasetPlan } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
import { closingSecond, momentOf, openingSecond } from '../../time/calendar.ts';
import { advanceInr, emiInr, paidEmiInstalments } from './emi-instalments.ts';
import { emiPayments } from './emi-schedule.ts';
import { exchangeOf } from './old-gold-exchanges.ts';
import { orderFamilies } from './order-families.ts';
import { type Order, orderAt } from './orders.ts';
import { type Method, methodFor, referenceOf } from './payment-methods.ts';

interface Payment {
  amountInr: number;
  day: number;
  /** Null: whatever fits the amount. */
  method: Method | null;
  mayBeCash: boolean;
  /** Index of the instalment that it pays. */
  instalment: number | null;
}

/** Fills in what part `child` of a payment in two is. Both parts of a delivered order make up its total. */
function payInTwo(payment: Payment, order: Order, child: number, oldGoldInr: number, draw: Draw): void {
  const { totalInr, day, deliveredOn } = order;
  const firstInr = oldGoldInr > 0 ? oldGoldInr : advanceInr(totalInr);
  // One part at most; which one is as good as random.
  payment.mayBeCash = oldGoldInr > 0 || child === totalInr % 2;
  if (child === 0) {
    payment.amountInr = firstInr;
    payment.day = day;
    payment.method = oldGoldInr > 0 ? 'old-gold' : null;
  } else if (deliveredOn !== null) {
    payment.amountInr = totalInr - firstInr;
    payment.day = deliveredOn;
  } else {
    // Something more while it is made; the rest is due at delivery.
    payment.amountInr = Math.floor((totalInr - firstInr) / 4);
    payment.day = Math.min(0, day + draw.int(0, 6));
  }
}

/** Fills in payment `index` of those that do not pay instalments. */
function partPayments(plan: DatasetPlan) {
  const { payments: family, exchanges, emiInstalments } = orderFamilies(plan);
  const at = orderAt(plan);
  const oldGold = exchangeOf(plan);
  return (payment: Payment, index: number, draw: Draw): Order => {
    const parent = family.parentOf(index);
    const order = at(parent);
    payment.method = null;
    payment.mayBeCash = true;
    payment.instalment = null;
    if (family.childrenOf(parent) === 2) {
      const goldInr = exchanges.childrenOf(parent) > 0 ? oldGold(order).valueInr : 0;
      payInTwo(payment, order, index - family.childrenBefore(parent), goldInr, draw);
    } else {
      // One payment is the whole at delivery, and the advance where that was or is not yet all.
      const whole = order.status === 'delivered' && emiInstalments.childrenOf(parent) === 0;
      payment.amountInr = whole ? order.totalInr : advanceInr(order.totalInr);
      payment.day = order.day;
    }
    return order;
  };
}

/** Fills in the payment of the paid instalment `number` (from 0). */
function instalmentPayments(plan: DatasetPlan) {
  const family = orderFamilies(plan).emiInstalments;
  const paid = paidEmiInstalments(plan);
  const at = orderAt(plan);
  const paidOn = emiPayments(plan);
  return (payment: Payment, number: number): Order => {
    const instalment = paid[number] as number;
    const order = at(family.parentOf(instalment));
    const which = instalment - family.childrenBefore(order.index);
    payment.amountInr = emiInr(order.totalInr, which, family.childrenOf(order.index));
    payment.day = paidOn(order.index, which, order.day);
    payment.method = null;
    // The bank collects them; cash was the advance, if any.
    payment.mayBeCash = false;
    payment.instalment = instalment;
    return order;
  };
}

export const payments: Table = {
  name: 'payments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    order_id: 'integer',
    emi_instalment_id: 'integer',
    amount_inr: 'bigint',
    method: 'text',
    status: 'text',
    reference: 'text',
    paid_at: 'moment',
  },
  // First those of the orders in turn, then those that pay instalments.
  count: (plan) => orderFamilies(plan).payments.total + paidEmiInstalments(plan).length,
  rows: (plan) => {
    const parts = orderFamilies(plan).payments.total;
    const fillPart = partPayments(plan);
    const fillInstalment = instalmentPayments(plan);
    const stream = plan.stream('payments');
    const payment: Payment = { amountInr: 0, day: 0, method: null, mayBeCash: true, instalment: null };
    return (index) => {
      const draw = stream(index);
      const order = index < parts ? fillPart(payment, index, draw) : fillInstalment(payment, index - parts);
      const { amountInr, day, instalment } = payment;
      const method = payment.method ?? methodFor(order.channel, amountInr, payment.mayBeCash, draw);
      const second = day === order.day ? order.second : draw.int(openingSecond, closingSecond - 1);
      return [
        index + 1,
        order.tenant + 1,
        order.index + 1,
        instalment === null ? null : instalment + 1,
        amountInr,
        method,
        order.status === 'cancelled' ? 'refunded' : 'captured',
        referenceOf(method, day, draw),
        momentOf(day, second),
      ];
    };
  },
};
