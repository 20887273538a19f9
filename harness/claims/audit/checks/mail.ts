import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { limitOf, optionPrice, vmsOf } from '../statements.ts';
import { plain, upperEnd } from '../written.ts';

/** How long one e-mail to every customer takes where a level has no mail VM. */
export default defineCheck({
  id: 'mail',
  title: 'E-mails a day without a mail VM against the customers of each level',
  run(plan) {
    const [shared, dedicated] = ['same-vm', 'dedicated'].map((option) =>
      limitOf(plan, 'emails-per-day', option),
    );
    const without = plan.levels.filter((level) => vmsOf(level, 'mail') === null);
    const compared = plan.levels.length;
    const slow = without.filter(({ customers }) => shared !== undefined && customers.bound > shared.bound);
    if (shared === undefined || dedicated === undefined || slow.length === 0)
      return { compared, findings: [] };
    const price = optionPrice(plan, 'mail', 'dedicated');
    const longest = Math.max(...slow.map(({ customers }) => customers.bound / shared.bound));
    return {
      compared,
      findings: [
        finding('mail', {
          about: 'days',
          severity: 'warning',
          title: `No mail VM at ${levelsText(slow.map(({ level }) => level))}: one e-mail to every customer takes up to ${plain(longest)} days`,
          arithmetic: slow.map(
            ({ level, customers }) =>
              `Level ${level}: ${plain(customers.bound)} customers / ${plain(shared.bound)} e-mails a day = ${plain(customers.bound / shared.bound)} days; with a mail VM, / ${plain(dedicated.bound)} = ${plain(customers.bound / dedicated.bound)}`,
          ),
          means: `Offers and reports to all customers do not fit into what is priced; a mail VM adds ${formatInr(price.bound)} to ${formatInr(upperEnd(price))} a month to a level.`,
          claims: [shared, dedicated, price, ...slow.map(({ customers }) => customers)],
        }),
      ],
    };
  },
});
