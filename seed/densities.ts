/** Mean rows per customer, over all tenants, of the tables that grow with the customers. */
export interface Densities {
  addresses: number;
  customerTags: number;
  leads: number;
  appointments: number;
  tasks: number;
  quotes: number;
  orders: number;
  /** Enrolments in a gold scheme. */
  schemeEnrolments: number;
  repairs: number;
  interactions: number;
  /** WhatsApp messages. */
  messages: number;
  calls: number;
  emails: number;
  pushSubscriptions: number;
  webhookEvents: number;
  auditEntries: number;
}

/** Assumptions of ours for a jeweller's CRM after two years: no published figures for such a CRM were found. */
export const usualDensities: Readonly<Densities> = {
  addresses: 1.1,
  customerTags: 1.5,
  leads: 0.3,
  appointments: 0.2,
  tasks: 0.4,
  quotes: 0.4,
  orders: 1.2,
  schemeEnrolments: 0.15,
  repairs: 0.12,
  interactions: 5,
  messages: 20,
  calls: 2,
  emails: 1.5,
  pushSubscriptions: 0.1,
  webhookEvents: 2,
  auditEntries: 6,
};

/** What a CRM only ever adds to: `SeedRequest.history` multiplies these. */
export const historical: ReadonlySet<keyof Densities> = new Set([
  'interactions',
  'messages',
  'calls',
  'emails',
  'webhookEvents',
  'auditEntries',
]);
