import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';

/** A column of an exported file. */
export interface ExportColumn {
  header: string;
  /** What stands in it, as SQL over the kind's tables. */
  sql: string;
  /** A telephone number: digits after a plus, which must stay as they are. */
  phone?: true;
}

interface ExportKind {
  columns: readonly ExportColumn[];
  /** Tables with their joins, and the order of the rows. */
  from: string;
}

/**
 * What each kind of export holds, in the order of ids. Numbers of identity and of tax (PAN, GSTIN) are left out: a file that is
 * mailed on is the easiest way to lose them.
 */
export const exportKinds: Readonly<Record<ExportRow['kind'], ExportKind>> = {
  customers: {
    from: 'customers c join stores s on s.tenant_id = c.tenant_id and s.id = c.store_id order by c.id',
    columns: [
      { header: 'id', sql: 'c.id' },
      { header: 'name', sql: 'c.name' },
      { header: 'phone', sql: 'c.phone', phone: true },
      { header: 'email', sql: 'c.email' },
      { header: 'city', sql: 'c.city' },
      { header: 'segment', sql: 'c.segment' },
      { header: 'store', sql: 's.name' },
      { header: 'registered at', sql: 'c.created_at' },
      { header: 'last visit', sql: 'c.last_visit_on' },
      { header: 'birthday', sql: 'c.birthday' },
      { header: 'anniversary', sql: 'c.anniversary_on' },
      { header: 'ring size', sql: 'c.ring_size' },
      { header: 'preferred metal', sql: 'c.preferred_metal' },
      { header: 'preferred style', sql: 'c.preferred_style' },
      { header: 'kyc status', sql: 'c.kyc_status' },
      { header: 'whatsapp consent', sql: 'c.whatsapp_consent' },
      { header: 'marketing consent', sql: 'c.marketing_consent' },
      { header: 'notes', sql: 'c.notes' },
    ],
  },
  orders: {
    from: `orders o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
      join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id order by o.id`,
    columns: [
      { header: 'id', sql: 'o.id' },
      { header: 'customer id', sql: 'o.customer_id' },
      { header: 'customer', sql: 'c.name' },
      { header: 'phone', sql: 'c.phone', phone: true },
      { header: 'store', sql: 's.name' },
      { header: 'channel', sql: 'o.channel' },
      { header: 'status', sql: 'o.status' },
      { header: 'total inr', sql: 'o.total_inr' },
      { header: 'ordered at', sql: 'o.ordered_at' },
      { header: 'delivered on', sql: 'o.delivered_on' },
    ],
  },
  payments: {
    from: 'payments p join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id order by p.id',
    columns: [
      { header: 'id', sql: 'p.id' },
      { header: 'order id', sql: 'p.order_id' },
      { header: 'customer id', sql: 'o.customer_id' },
      { header: 'amount inr', sql: 'p.amount_inr' },
      { header: 'method', sql: 'p.method' },
      { header: 'status', sql: 'p.status' },
      { header: 'reference', sql: 'p.reference' },
      { header: 'paid at', sql: 'p.paid_at' },
    ],
  },
};

/** Fields of an export that is asked for, and of one that is scheduled. */
export const exportFields = {
  kind: { type: 'string', enum: ['customers', 'orders', 'payments'] },
  format: { type: 'string', enum: ['csv', 'xlsx'] },
} as const;
