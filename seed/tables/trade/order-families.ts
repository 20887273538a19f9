import { emiInstalmentsOfOrders, exchangesOfOrders, itemsOfOrders, paymentsOfOrders } from '../../counts.ts';
import { type DatasetPlan, rowsFor } from '../../plan.ts';
import { Family } from './family.ts';

/** What orders have, of each kind. */
export interface OrderFamilies {
  items: Family;
  /** Without those by which instalments are paid. */
  payments: Family;
  /** Old gold given in payment. */
  exchanges: Family;
  emiInstalments: Family;
}

/** The families of a plan's orders. */
export function orderFamilies(plan: DatasetPlan): OrderFamilies {
  return plan.once('order-families', () => {
    const orders = rowsFor(plan, 'orders');
    return {
      items: new Family(plan.deal, itemsOfOrders, orders),
      payments: new Family(plan.deal, paymentsOfOrders, orders),
      exchanges: new Family(plan.deal, exchangesOfOrders, orders),
      emiInstalments: new Family(plan.deal, emiInstalmentsOfOrders, orders),
    };
  });
}
