import type { Claim } from '../../../core/claim.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { limitOf, optionPrice, vmsOf } from '../statements.ts';
import { upperEnd } from '../written.ts';

/** Days that a month's price is for. */
const DAYS = 30;

/** How many e-mails a month there are for each customer where a level has no mail VM. */
export default defineCheck({
  id: 'mail',
  title: 'E-mails a day without a mail VM, shared among the customers of each level',
  run(plan) {
    const shared = limitOf(plan, 'emails-per-day', 'same-vm');
    const dedicated = limitOf(plan, 'emails-per-day', 'dedicated');
    const monthly = (perDay: number, customers: number) => (perDay * DAYS) / customers;
    const without = plan.levels.filter((level) => vmsOf(level, 'mail') === null);
    const scarce = without.filter(({ customers }) => monthly(shared.bound, customers.bound) < 1);
    const compared = plan.levels.length;
    if (scarce.length === 0) return { compared, findings: [] };
    const price = optionPrice(plan, 'mail', 'dedicated');
    return {
      compared,
      findings: [
        finding('mail', {
          about: 'days',
          severity: 'note',
          title: `Without a mail VM, ${levelsText(scarce.map(({ level }) => level))} can send each customer less than one e-mail a month`,
          arithmetic: without.map(({ level, customers }) => {
            const sum = ({ bound }: Claim) =>
              `${groupDigits(bound)} e-mails a day × ${DAYS} days / ${groupDigits(customers.bound)} customers = ${groupDigits(monthly(bound, customers.bound))}`;
            return `Level ${level}: ${sum(shared)} a customer a month; with a mail VM ${sum(dedicated)}`;
          }),
          means: `Whether that is enough depends on what is sent: the document names transactional e-mails, notifications and reports, and no number of them. A mail VM adds ${formatInr(price.bound)} to ${formatInr(upperEnd(price))} a month to a level.`,
          claims: [shared, dedicated, price, ...without.map(({ customers }) => customers)],
        }),
      ],
    };
  },
});
