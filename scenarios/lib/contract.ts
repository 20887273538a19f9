/**
 * The CRM's HTTP contract as far as the traffic needs it: what a SUT must answer to be measured.
 * JSON in and out; the session is the cookie that log-in sets; every answer to a session names its tenant
 * (`tenant`: slug) and every row with an id carries it (`tenant` again), so that a leak shows. The lines of an order have
 * no id and need none. Ids of customers are those that the seeder gave, which says whose they are (`ownership.ts`).
 * `Server-Timing: db;dur=<ms>` is optional and gives the database time of the request.
 *
 * | method and path                      | body                                  | answers                        |
 * |--------------------------------------|---------------------------------------|--------------------------------|
 * | POST /api/auth/login                 | Credentials                           | 200 Session, 401               |
 * | POST /api/auth/logout                |                                       | 204                            |
 * | GET  /api/auth/me                    |                                       | 200 Session                    |
 * | GET  /api/dashboard                  |                                       | 200 Dashboard                  |
 * | GET  /api/gold-rate                  |                                       | 200 GoldRate                   |
 * | GET  /api/customers?page&size&segment|                                       | 200 Page<CustomerRow>          |
 * | GET  /api/customers/search?q         | 2+ characters, see below              | 200 Rows<CustomerRow>          |
 * | GET  /api/customers/:id              |                                       | 200 CustomerDetail, 404        |
 * | POST /api/customers                  | NewCustomer                           | 201 CustomerDetail, 400, 409   |
 * | PATCH /api/customers/:id             | CustomerChange                        | 200 CustomerDetail, 404, 409   |
 * | GET  /api/customers/:id/timeline     |                                       | 200 Rows<InteractionRow>, 404  |
 * | POST /api/customers/:id/interactions | NewInteraction                        | 201 InteractionRow, 404        |
 * | GET  /api/orders?page&size&status    |                                       | 200 Page<OrderRow>             |
 * | GET  /api/orders/:id                 |                                       | 200 OrderDetail, 404           |
 * | POST /api/orders                     | NewOrder                              | 201 OrderDetail                |
 * | GET  /api/products?q&size            |                                       | 200 Rows<ProductRow>           |
 * | GET  /api/appointments?from&days     | from: YYYY-MM-DD, default: today      | 200 Rows<AppointmentRow>       |
 * | POST /api/appointments               | NewAppointment                        | 201 AppointmentRow             |
 * | GET  /api/leads?stage&size           |                                       | 200 Rows<LeadRow>              |
 * | POST /api/leads/:id/move             | { stage }                             | 200 LeadRow, 404               |
 * | GET  /api/tasks                      | open tasks of the session's user      | 200 Rows<TaskRow>              |
 * | POST /api/tasks/:id/complete         |                                       | 200 TaskRow, 404               |
 * | GET  /healthz                        | no session                            | 200 when the process serves    |
 * | GET  /readyz                         | no session                            | 200 when database, cache and schema answer; else 503 |
 *
 * A search takes the beginning of a name, of a surname, or of a phone number with its +91; letter case does not count. It
 * shows only rows that match, and always some where some match. A filter (`segment`, `status`, `stage`) holds for every row.
 * A timeline shows the latest 50 entries or more. What was written can be read by the next request: the entry is in the
 * timeline, the appointment in its day, the order and the customer open by id, a task that was ticked off is not in the list.
 *
 * What deals with the world outside, from WhatsApp to exports, is in `contract-outside.ts`.
 *
 * Faults are `{ error: string }` with 400 (bad body), 401 (no session), 404 (absent or another tenant's), 409 (conflict).
 */
export interface Credentials {
  email: string;
  password: string;
}

export interface OfTenant {
  tenant: string;
}

export interface Session extends OfTenant {
  user: { id: number; name: string; persona: string; storeId: number };
}

export interface Page<Row> extends OfTenant {
  total: number;
  page: number;
  size: number;
  items: Row[];
}

export interface Rows<Row> extends OfTenant {
  items: Row[];
}

export interface CustomerRow extends OfTenant {
  id: number;
  name: string;
  /** +91 and ten digits. */
  phone: string;
  city: string;
  segment: string;
  lastVisitOn: string | null;
}

export interface CustomerDetail extends OfTenant {
  customer: CustomerRow & {
    email: string | null;
    version: number;
    notes: string | null;
    lifetimeValueInr: number;
  };
  orders: OrderRow[];
}

export interface NewCustomer {
  name: string;
  phone: string;
  city: string;
  email?: string;
  notes?: string;
}

/** A change names the version it was made on; another version in the database answers 409. */
export interface CustomerChange {
  version: number;
  city?: string;
  notes?: string;
  segment?: string;
}

export interface InteractionRow extends OfTenant {
  id: number;
  customerId: number;
  kind: string;
  note: string;
  happenedAt: string;
}

export interface NewInteraction {
  kind: 'call' | 'visit' | 'note' | 'whatsapp';
  note: string;
}

export interface OrderRow extends OfTenant {
  id: number;
  customerId: number;
  status: string;
  totalInr: number;
  orderedAt: string;
}

export interface OrderDetail extends OfTenant {
  order: OrderRow & { items: { productId: number; name: string; weightMg: number; priceInr: number }[] };
}

export interface NewOrder {
  customerId: number;
  items: { productId: number; quantity: number }[];
}

export interface ProductRow extends OfTenant {
  id: number;
  sku: string;
  name: string;
  weightMg: number;
  purity: number;
  priceInr: number;
}

export interface AppointmentRow extends OfTenant {
  id: number;
  customerId: number;
  startsAt: string;
  purpose: string;
  status: string;
}

export interface NewAppointment {
  customerId: number;
  startsAt: string;
  purpose: string;
}

export interface LeadRow extends OfTenant {
  id: number;
  customerId: number;
  stage: string;
  valueInr: number;
}

export const leadStages = ['new', 'contacted', 'visit-booked', 'quoted', 'won', 'lost'] as const;

export interface TaskRow extends OfTenant {
  id: number;
  customerId: number;
  title: string;
  dueOn: string;
  done: boolean;
}

export interface Dashboard extends OfTenant {
  customers: number;
  openLeads: number;
  ordersThisMonth: number;
  revenueThisMonthInr: number;
  appointmentsToday: number;
  openTasks: number;
}

export interface GoldRate extends OfTenant {
  on: string;
  /** Rupees per gram of 24 carat. */
  inrPerGram24k: number;
}
