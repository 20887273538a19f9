import type { Claim } from '../../../core/claim.ts';
import { groupDigits } from '../../../core/units.ts';
import { type Checked, finding } from '../define-check.ts';
import type { Plan } from '../plan.ts';
import { scaleRule } from '../statements.ts';

import { type Step, stepsOf } from './steps.ts';

/** Each step that has a number of customers against what the level before it carries. */
export function lateSteps(plan: Plan): Checked {
  const rule = scaleRule(plan);
  const steps = stepsOf(plan);
  const looked = steps.flatMap((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step.customers === null) return [];
    const carried = before.level.customers;
    return [{ step, due: step.customers, before, carried, share: step.customers.bound / carried.bound }];
  });
  const late = looked.filter(({ share }) => share > rule.bound);
  if (late.length === 0) return { compared: looked.length, findings: [] };
  const gaps = late.filter(({ share }) => share > 1);
  const gap = gaps[0];
  return {
    compared: looked.length,
    findings: [
      finding('scenario', {
        about: 'path-customers',
        severity: 'warning',
        title:
          gap === undefined
            ? 'The path moves on later than the rule of when to scale allows'
            : `The path names no level for ${groupDigits(gap.carried.bound + 1)} to ${groupDigits(lastBefore(gap.due))} customers`,
        arithmetic: late.map(
          ({ step, before, due, carried, share }) =>
            `Level ${step.level.level} is due ${due.comparator === '>' ? 'above' : 'from'} ${groupDigits(due.bound)} customers; Level ${before.level.level} before it is said to support ${groupDigits(carried.bound)}: ${groupDigits(due.bound)} / ${groupDigits(carried.bound)} = ${groupDigits(share * 100)} %; the rule says ${groupDigits(rule.bound * 100)} %, ${groupDigits(carried.bound * rule.bound)} customers`,
        ),
        means:
          gap === undefined
            ? 'If the stated numbers are limits, who follows the path has a level that is full by the rule before the next one is there.'
            : `Who follows the path stays on Level ${gap.before.level.level} with up to ${groupDigits(lastBefore(gap.due) / gap.carried.bound)} times the customers that it is said to support, unless something else forces the move. That is too many only if the stated numbers are limits; the document gives no others.`,
        claims: [rule, ...late.flatMap(({ due, carried }) => [due, carried])],
      }),
    ],
  };
}

/** The most customers with which a step is not due yet. */
function lastBefore({ comparator, bound }: Claim): number {
  return comparator === '>' ? bound : bound - 1;
}

/** Steps of the path between which a month is missing or counted twice. */
export function monthsThatDoNotMeet(plan: Plan): Checked {
  const steps = stepsOf(plan);
  const pairs = steps.slice(1).map((step, index) => [steps[index] as Step, step] as const);
  const apart = pairs.filter(([before, step]) => before.to === null || before.to + 1 !== step.from);
  if (apart.length === 0) return { compared: pairs.length, findings: [] };
  return {
    compared: pairs.length,
    findings: [
      finding('scenario', {
        about: 'path-months',
        severity: 'error',
        title: 'The months of the path do not follow on one another',
        arithmetic: apart.map(
          ([before, step]) =>
            `Level ${before.level.level} ${before.to === null ? 'has no last month' : `ends with month ${groupDigits(before.to)}`}, Level ${step.level.level} begins with month ${groupDigits(step.from)}`,
        ),
        means: 'A budget by the month has months with two levels or with none.',
        claims: apart.flatMap((pair) => pair.map(({ months }) => months)),
      }),
    ],
  };
}
