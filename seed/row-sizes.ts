/** A database before anything is seeded, with PostgreSQL's own catalogues, and the tables that do not grow; in bytes. */
export const emptyDatabaseBytes = 10_100_000;

/**
 * Bytes that a row takes on disk with its share of the table's indexes: sizes of 100,000 seeded customers on PostgreSQL 15,
 * divided by the rows. A test holds the sizes that follow from them to those of a real database.
 */
export const bytesPerRow: Readonly<Record<string, number>> = {
  customers: 319,
  customer_addresses: 158,
  customer_tags: 108,
  leads: 160,
  appointments: 140,
  tasks: 127,
  products: 205,
  gold_rates: 78,
  inventory_items: 240,
  stones: 184,
  quotes: 136,
  quote_items: 103,
  orders: 179,
  order_items: 119,
  old_gold_exchanges: 127,
  emi_instalments: 119,
  payments: 172,
  scheme_enrolments: 120,
  scheme_instalments: 121,
  repairs: 177,
  interactions: 175,
  whatsapp_threads: 235,
  whatsapp_messages: 290,
  campaign_recipients: 117,
  calls: 184,
  emails: 1425,
  push_subscriptions: 376,
  webhook_events: 1274,
  audit_log: 501,
};
