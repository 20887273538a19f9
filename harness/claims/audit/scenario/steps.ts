import type { Claim } from '../../../core/claim.ts';
import { HarnessError } from '../../../core/errors.ts';
import { claimsOf, type LevelPlan, type Plan } from '../plan.ts';

const MONTHS_PER_YEAR = 12;

/** A step of the recommended path. Months are counted from 1; the last step has no end. */
export interface Step {
  step: number;
  level: LevelPlan;
  months: Claim;
  from: number;
  to: number | null;
  /** Customers from which it is due; null where the path names none. */
  customers: Claim | null;
}

/** The recommended path, first step first. Throws HarnessError('bad-catalogue') where it is empty or names no level. */
export function stepsOf(plan: Plan): Step[] {
  const steps = claimsOf(plan.claims, 'path-months')
    .map((months) => stepOf(plan, months))
    .sort((a, b) => a.step - b.step);
  if (steps.length > 0) return steps;
  throw new HarnessError(
    'bad-catalogue',
    'the audit needs the recommended path; there is no claim of its months',
    {
      hint: 'correct the files in harness/claims/catalogue/',
    },
  );
}

function stepOf(plan: Plan, months: Claim): Step {
  const level = plan.levels.find((one) => one.level === months.level);
  if (level === undefined)
    throw new HarnessError('bad-catalogue', `claim '${months.id}' is of a step without a level`);
  const step = Number(months.params.step);
  const inYears = months.unit === 'years';
  const first = (figure: number) => (inYears ? (figure - 1) * MONTHS_PER_YEAR + 1 : figure);
  const last = (figure: number) => (inYears ? figure * MONTHS_PER_YEAR : figure);
  return {
    step,
    level,
    months,
    from: first(months.bound),
    to: months.comparator === '>=' ? null : last(months.upTo ?? months.bound),
    customers: claimsOf(plan.claims, 'path-customers', { params: { step } })[0] ?? null,
  };
}

/** The level that the scenario is to start with. */
export function startLevel(plan: Plan): LevelPlan {
  const [first] = stepsOf(plan);
  return (first as Step).level;
}
