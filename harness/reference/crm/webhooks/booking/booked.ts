/** An order of the CRM, as far as those must know who are told. */
export interface BookedOrder {
  orderId: number;
  storeId: number;
  customerId: number;
}

/** What a webhook changed: whoever looks at it is told once the transaction has ended. */
export interface Booked {
  order: BookedOrder | null;
  payments: BookedPayment[];
}

export interface BookedPayment extends BookedOrder {
  paymentId: number;
}

/** The CRM's day, and the moment of it. */
export interface When {
  today: string;
  now: string;
}
