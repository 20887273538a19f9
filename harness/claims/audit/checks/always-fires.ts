import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { groupDigits } from '../../../core/units.ts';
import type { AssumptionId, Assumptions } from '../assumptions.ts';
import { defineCheck, finding } from '../define-check.ts';
import { triggerOf } from '../economics.ts';
import { levelsText } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';
import { groupTrigger } from '../statements.ts';
import { firstUsers, impliedBy, type PerUser, standing } from '../traffic.ts';
import { exactly } from '../written.ts';

const SECONDS_PER_HOUR = 3600;

/** A trigger whose value follows from the users alone, under the assumed workload. */
interface Look {
  about: string;
  trigger(plan: Plan): Claim;
  called: string;
  unit: string;
  perUser(assumed: Assumptions): PerUser;
  /** The factors of `times`, and `over`, as a reader multiplies them. */
  factors(assumed: Assumptions): { times: string; over: string };
  assumes: readonly AssumptionId[];
}

const looks: readonly Look[] = [
  {
    about: 'requests',
    trigger: (plan) => groupTrigger(plan, 'requests'),
    called: 'requests a second',
    unit: 'requests/s',
    perUser: ({ requestsPerAction, actionSeconds }) => ({ times: requestsPerAction, over: actionSeconds }),
    factors: (assumed) => ({
      times: exactly(assumed.requestsPerAction),
      over: exactly(assumed.actionSeconds),
    }),
    assumes: ['actionSeconds', 'requestsPerAction'],
  },
  {
    about: 'read-queries',
    trigger: (plan) => groupTrigger(plan, 'read-queries'),
    called: 'reading queries an hour',
    unit: 'queries/h',
    perUser: ({ requestsPerAction, readQueriesPerRequest, actionSeconds }) => ({
      times: requestsPerAction * readQueriesPerRequest * SECONDS_PER_HOUR,
      over: actionSeconds,
    }),
    factors: (assumed) => ({
      times: [assumed.requestsPerAction, assumed.readQueriesPerRequest, SECONDS_PER_HOUR]
        .map(exactly)
        .join(' × '),
      over: exactly(assumed.actionSeconds),
    }),
    assumes: ['actionSeconds', 'requestsPerAction', 'readQueriesPerRequest'],
  },
];

/** Triggers that the claimed users alone switch on for good, or never reach. */
export default defineCheck({
  id: 'always-fires',
  title: 'What the claimed users ask for, against the triggers on requests and reading queries',
  run(plan, assumed) {
    return {
      compared: looks.length * plan.levels.length,
      findings: looks.flatMap((look) => judged(look, plan, assumed) ?? []),
    };
  },
});

function judged(look: Look, plan: Plan, assumed: Assumptions): Finding | null {
  const trigger = look.trigger(plan);
  const perUser = look.perUser(assumed);
  const first = firstUsers(trigger, perUser);
  const at = (wanted: string) => plan.levels.filter((level) => standing(level, first) === wanted);
  const early = at('within').filter((level) => first <= (triggerOf(level, 'users')?.bound ?? 0));
  const [always, never] = [at('always'), at('never')];
  if (always.length === 0 && early.length === 0 && never.length < plan.levels.length) return null;
  const { times, over } = look.factors(assumed);
  const division = `${groupDigits(trigger.bound)} × ${over} / ${times.includes('×') ? `(${times})` : times}`;
  const own = early.flatMap((level) => triggerOf(level, 'users') ?? []);
  return finding('always-fires', {
    about: look.about,
    severity: 'warning',
    title: `The trigger on ${look.called} fires from ${groupDigits(first)} users on: ${reach(always, early, never)}`,
    arithmetic: [
      `${groupDigits(trigger.bound)} ${look.unit} are reached at ${division} = ${groupDigits((trigger.bound * perUser.over) / perUser.times)} users`,
      ...plan.levels.map((level) => {
        const show = (users: number) =>
          `${groupDigits(users)} × ${times} / ${over} = ${groupDigits(impliedBy(users, perUser))}`;
        const { low, high } = level.users;
        return `Level ${level.level}: ${show(low.bound)}; ${show(high.bound)} ${look.unit}: ${told(level, first)}`;
      }),
    ],
    means: meaning(always, early, never, plan),
    claims: [trigger, ...plan.levels.flatMap(({ users }) => [users.low, users.high]), ...own],
    assumes: look.assumes,
  });
}

const numbers = (levels: readonly LevelPlan[]) => levelsText(levels.map(({ level }) => level));

function reach(always: LevelPlan[], early: LevelPlan[], never: LevelPlan[]): string {
  return [
    always.length > 0 ? `always at ${numbers(always)}` : '',
    early.length > 0 ? `before the own trigger of ${numbers(early)}` : '',
    never.length > 0 ? `never at ${numbers(never)}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function told(level: LevelPlan, first: number): string {
  const where = standing(level, first);
  if (where !== 'within') return where === 'always' ? 'on from the first user it is sold for' : 'never on';
  const own = triggerOf(level, 'users');
  const start = `on from ${groupDigits(first)} users`;
  return own === null ? start : `${start}, the level's own trigger is ${groupDigits(own.bound)}`;
}

function meaning(always: LevelPlan[], early: LevelPlan[], never: LevelPlan[], plan: Plan): string {
  if (always.length === plan.levels.length)
    return 'It is on at every level and stays on after the move that it asks for, so it cannot tell anybody when to pay for that move.';
  if (never.length === plan.levels.length)
    return 'It can never fire at the users that any level is sold for; nobody should wait for it.';
  return [
    always.length > 0 ? `At ${numbers(always)} it asks for more servers from the first day.` : '',
    early.length > 0
      ? `At ${numbers(early)} it and the level's own trigger name different moments for the same spending.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
