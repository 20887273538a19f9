import { groupDigits } from '../../../core/units.ts';
import { type Checked, finding } from '../define-check.ts';
import type { Plan } from '../plan.ts';
import { scenarioFigure } from '../statements.ts';
import { percent, upperEnd } from '../written.ts';
import { startLevel } from './steps.ts';

/** The scenario's demand against Phase 1, which the document's next steps start with. */
export function phaseToStartWith(plan: Plan): Checked {
  const phase = plan.phases.find((one) => one.phase === 1);
  if (phase === undefined) return { compared: 0, findings: [] };
  const pairs = [
    { what: 'customers', asked: scenarioFigure(plan, 'customers'), carried: phase.customers },
    { what: 'users at a time', asked: scenarioFigure(plan, 'users'), carried: phase.users },
  ];
  const over = pairs.filter(({ asked, carried }) => upperEnd(asked) > upperEnd(carried));
  if (over.length === 0) return { compared: pairs.length, findings: [] };
  return {
    compared: pairs.length,
    findings: [
      finding('scenario', {
        about: 'phase-1',
        severity: 'warning',
        title: `The next steps start with Phase 1, which is sold for fewer ${over.map(({ what }) => what).join(' and ')} than the scenario has`,
        arithmetic: over.map(({ what, asked, carried }) => {
          const [most, room] = [upperEnd(asked), upperEnd(carried)];
          return `${what}: the scenario has up to ${groupDigits(most)}, Phase 1 carries up to ${groupDigits(room)}: ${groupDigits(most)} / ${groupDigits(room)} = ${percent(most / room)}`;
        }),
        means: `The path of the scenario starts with Level ${startLevel(plan).level} instead. Who has the scenario's demand and follows the next steps begins with a machine that is sold for less.`,
        claims: over.flatMap(({ asked, carried }) => [asked, carried]),
      }),
    ],
  };
}
