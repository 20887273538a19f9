import { momentOf } from '../../calendar.ts';
import { childrenBefore, childrenOf, parentOf, paymentsOfOrders } from '../../counts.ts';
import type { Draw } from '../../random.ts';
import type { Table } from '../../table.ts';
import { type Order, orderAt, orders } from './orders.ts';

const methods = ['upi', 'upi', 'upi', 'card', 'card', 'cash', 'netbanking', 'old-gold'] as const;

/** Part `child` of `parts` of an order's payment. All parts of a delivered order make up its total. */
function paymentOf(order: Order, child: number, parts: number, draw: Draw) {
  const advanceInr = Math.round(order.totalInr * 0.3);
  const open = order.status !== 'delivered';
  // What is paid in one part is the whole at delivery, and the advance before it.
  if (parts === 1) return { amountInr: open ? advanceInr : order.totalInr, day: order.day };
  if (child === 0) return { amountInr: advanceInr, day: order.day };
  const later = Math.min(0, order.day + draw.int(3, 30));
  // An order that waits for delivery has a second instalment paid, not all.
  return { amountInr: open ? Math.round(order.totalInr * 0.2) : order.totalInr - advanceInr, day: later };
}

export const payments: Table = {
  name: 'payments',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    order_id: 'integer',
    amount_inr: 'bigint',
    method: 'text',
    status: 'text',
    paid_at: 'moment',
  },
  count: (plan) => childrenBefore(paymentsOfOrders, orders.count(plan)),
  rows: (plan) => {
    const at = orderAt(plan);
    const stream = plan.stream('payments');
    return (index) => {
      const { parent, child } = parentOf(paymentsOfOrders, index);
      const order = at(parent);
      const draw = stream(index);
      const { amountInr, day } = paymentOf(order, child, childrenOf(paymentsOfOrders, parent), draw);
      const status = order.status === 'cancelled' ? 'refunded' : 'captured';
      const paidAt = momentOf(day, order.second);
      return [index + 1, order.tenant + 1, parent + 1, amountInr, draw.pick(methods), status, paidAt];
    };
  },
};
