import type { Crm } from '../crm.ts';
import type { Booked } from './booking/booked.ts';

/** Tells the browsers of the store, and has the customers' pages made afresh. At most once: who is not told reads it later. */
export async function tellBooked(crm: Crm, tenantId: number, { order, payments }: Booked): Promise<void> {
  const told: Promise<void>[] = [];
  const customers = new Set<number>();
  if (order) {
    customers.add(order.customerId);
    told.push(crm.live.tell(tenantId, { storeId: order.storeId }, { type: 'order', orderId: order.orderId }));
  }
  for (const { orderId, paymentId, storeId, customerId } of payments) {
    customers.add(customerId);
    told.push(crm.live.tell(tenantId, { storeId }, { type: 'payment', orderId, paymentId }));
  }
  for (const id of customers) told.push(crm.cache.forget(tenantId, `customer:${id}`));
  await Promise.allSettled(told);
}
