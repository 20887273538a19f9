import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { listed } from '../machine.ts';
import type { SetupPlan } from '../plan.ts';
import { addSpans, nearly, type Span, spanOf, spanText } from '../span.ts';

const MONTHS = 12;

/** The parts of each set-up, at their lower and at their upper ends, against the ends of its total. */
export default defineCheck({
  id: 'setup-sums',
  title: "Parts of each set-up, lower and upper ends, against the set-up's total",
  run({ setups }) {
    const wrong = setups.flatMap(wrongSum);
    // Where the parts by the month alone make up the total, what is paid by the year is not in it.
    const leftOut = setups.filter(
      (setup) => setup.yearly.length > 0 && !wrong.some(({ id }) => id === `setup-sums-${setup.setup}`),
    );
    return { compared: 2 * setups.length, findings: [...wrong, ...yearlyLeftOut(leftOut)] };
  },
});

function wrongSum({ setup, parts, total }: SetupPlan): Finding[] {
  const sum = addSpans(parts.map(spanOf));
  const given = spanOf(total);
  const ends = (['low', 'high'] as const).filter((end) => !nearly(sum[end], given[end]));
  if (ends.length === 0) return [];
  return [
    finding('setup-sums', {
      about: setup,
      severity: 'error',
      title: `The parts of the ${setup} set-up do not add up to its total`,
      arithmetic: ends.map((end) => {
        const terms = parts.map((part) => formatInr(spanOf(part)[end])).join(' + ');
        const difference = given[end] - sum[end];
        return `${end === 'low' ? 'lower' : 'upper'} ends: ${terms} = ${formatInr(sum[end])}; ${formatInr(given[end])} is given, ${formatInr(Math.abs(difference))} too ${difference < 0 ? 'low' : 'high'}`;
      }),
      means: `A budget made from the total is up to ${formatInr(Math.max(...ends.map((end) => Math.abs(given[end] - sum[end]))))} a month wrong.`,
      claims: [total, ...parts],
    }),
  ];
}

function yearlyLeftOut(setups: readonly SetupPlan[]): Finding[] {
  if (setups.length === 0) return [];
  const month = ({ yearly }: SetupPlan): Span => {
    const { low, high } = addSpans(yearly.map(spanOf));
    return { low: low / MONTHS, high: high / MONTHS };
  };
  const names = listed(setups.map(({ setup }) => setup));
  const most = Math.max(...setups.map((setup) => month(setup).high));
  return [
    finding('setup-sums', {
      about: 'yearly',
      severity: 'note',
      title: `What is paid by the year is in the list of the ${names} set-up but not in the total`,
      arithmetic: setups.flatMap((setup) => [
        `${setup.setup}: ${spanText(addSpans(setup.yearly.map(spanOf)), formatInr)} a year ÷ ${MONTHS} = ${spanText(month(setup), formatInr)} a month`,
        `${setup.setup}: the total of ${spanText(spanOf(setup.total), formatInr)} is that of the parts by the month alone`,
      ]),
      means: `The totals are up to ${formatInr(most)} a month lower than what is paid: little, but it belongs in the budget of the first month, when it falls due.`,
      claims: setups.flatMap((setup) => [...setup.yearly, setup.total]),
    }),
  ];
}
