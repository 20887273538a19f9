import type { CustomerNews } from '../booking/customer.ts';

/** What a shop tells of an order: the whole of it, as it stands at `toldAt`. */
export interface OrderNews {
  source: 'shopify' | 'woocommerce' | 'dukaan' | 'quicksell';
  externalId: string;
  state: OrderState;
  totalInr: number;
  /** When the shop says that it became so, ISO 8601. */
  toldAt: string;
  customer: CustomerNews;
  lines: OrderLine[];
  /** What the gateway calls the payment, or its own order of it; null where the shop does not say. */
  paymentRef: string | null;
}

/** In the order of their rank. */
export const orderStates = ['placed', 'paid', 'fulfilled', 'cancelled'] as const;
export type OrderState = (typeof orderStates)[number];

export interface OrderLine {
  sku: string;
  quantity: number;
  /** Of all pieces of the line. */
  priceInr: number;
}

/** What a gateway tells of a payment. */
export interface PaymentNews {
  source: 'razorpay' | 'stripe' | 'paypal';
  externalId: string;
  /** See `refs.ts`; null where it does not say. */
  orderRef: string | null;
  state: PaymentState;
  /** Of what was taken or given back in all, in the smallest unit of the currency. */
  amountMinor: number;
  currency: string;
  toldAt: string;
  method: string;
}

/** In the order of their rank. */
export const paymentStates = ['authorized', 'failed', 'captured', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];
