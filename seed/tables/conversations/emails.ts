import { activeCustomers } from '../../active-customers.ts';
import { customerIndex, rowsFor, tenantAt } from '../../plan.ts';
import type { Draw } from '../../random.ts';
import type { Skew } from '../../registration.ts';
import type { Table, Value } from '../../table.ts';
import { dayOfMoment } from '../../time/calendar.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { mailHolders, peopleOf } from '../../values/contacts.ts';
import { enquiryMails, type Mail, mails } from '../../words/mails.ts';

const customerSkew: Skew = { floor: 0.15, power: 2 };

/** Two customers in five have no address; so many are tried, and then it is a mail to somebody who asked for something. */
const tries = 4;

type Status = 'queued' | 'sent' | 'delivered' | 'bounced';

/** Of today's mails some are still to go out. Not every server says that a mail has arrived. */
function statusOf(day: number, draw: Draw): Status {
  if (day === 0 && draw.chance(0.2)) return 'queued';
  const u = draw.float();
  return u < 0.93 ? 'delivered' : u < 0.97 ? 'sent' : 'bounced';
}

export const emails: Table = {
  name: 'emails',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    customer_id: 'integer',
    to_address: 'text',
    subject: 'text',
    body: 'text',
    status: 'text',
    created_at: 'moment',
    sent_at: 'moment',
    delivered_at: 'moment',
  },
  count: (plan) => rowsFor(plan, 'emails'),
  rows: (plan) => {
    const stream = plan.stream('emails');
    const count = rowsFor(plan, 'emails');
    const customerOf = activeCustomers(plan, customerSkew, 1);
    const personOf = peopleOf(plan);
    const hasMail = mailHolders(plan);
    const row: Value[] = new Array(10).fill(null);
    return (index) => {
      const draw = stream(index);
      const tenant = tenantAt(plan, index);
      const createdAt = momentAt((index + draw.float()) / count, shopHours);
      const day = dayOfMoment(createdAt);
      let customer = 0;
      let customerAt = 0;
      let isToCustomer = false;
      for (let tried = 0; tried < tries && !isToCustomer; tried++) {
        customer = customerOf(tenant, day, draw);
        customerAt = customerIndex(plan, tenant, customer);
        isToCustomer = hasMail(customerAt);
      }
      const mail: Mail = draw.pick(isToCustomer ? mails : enquiryMails);
      const status = statusOf(day, draw);
      const sentAt = createdAt + draw.int(1, 120);
      row[0] = index + 1;
      row[1] = tenant + 1;
      row[2] = isToCustomer ? customerAt + 1 : null;
      row[3] = isToCustomer
        ? personOf(customerAt, customer).mail
        : `enquiry${draw.int(1_000, 99_999)}@post.example`;
      row[4] = mail.subject;
      row[5] = mail.before + draw.int(100_000, 999_999) + mail.after;
      row[6] = status;
      row[7] = createdAt;
      row[8] = status === 'queued' ? null : sentAt;
      row[9] = status === 'delivered' ? sentAt + draw.int(2, 300) : null;
      return row;
    };
  },
};
