import type { Query } from '../database.ts';
import type { MailFacts, TemplateName } from './templates.ts';

/** Two columns at most for each template, from the customer's latest row. `$2` is the business day's moment. */
const sql: Record<TemplateName, string> = {
  'order-confirmation': `
    select id as "orderId", total_inr as "totalInr" from orders where customer_id = $1 and ordered_at <= $2
    order by ordered_at desc, id desc limit 1`,
  'appointment-reminder': `
    select to_char(starts_at at time zone 'Asia/Kolkata', 'FMDD Month YYYY "at" HH24:MI') as when, purpose
    from appointments where customer_id = $1 and starts_at >= $2 order by starts_at limit 1`,
  'repair-ready': `
    select description as repair from repairs
    where customer_id = $1 and received_on <= $2::timestamptz::date order by received_on desc, id desc limit 1`,
  'instalment-due': `
    select s.name as scheme, e.monthly_inr as "monthlyInr", to_char(e.next_due_on, 'FMDD Month YYYY') as when
    from scheme_enrolments e join schemes s on s.tenant_id = e.tenant_id and s.id = e.scheme_id
    where e.customer_id = $1 and e.status = 'running' and $2::timestamptz is not null
    order by e.next_due_on limit 1`,
};

/** What a mail of this kind tells the customer; nothing where there is no such row. */
export async function factsFor(
  query: Query,
  template: TemplateName,
  customerId: number,
  now: string,
): Promise<Partial<MailFacts>> {
  const [row = {}] = await query<Partial<MailFacts>>(sql[template], [customerId, now]);
  return row;
}
