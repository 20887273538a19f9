import { groupDigits } from '../../../core/units.ts';
import { type Checked, figureOf, finding } from '../define-check.ts';
import { triggerOf } from '../economics.ts';
import { levelsText } from '../machine.ts';
import { about, type Plan } from '../plan.ts';
import { scaleRule, scenarioFigure } from '../statements.ts';
import { databaseHome } from '../storage/disks.ts';
import { endsOf, gigabytes, percent, upperEnd } from '../written.ts';
import { startLevel, stepsOf } from './steps.ts';

/** The scenario's users at a time against the range and the trigger of the level that it starts with. */
export function scenarioUsers(plan: Plan): Checked {
  const users = scenarioFigure(plan, 'users');
  const start = startLevel(plan);
  const trigger = triggerOf(start, 'users');
  const { low, high } = start.users;
  const most = upperEnd(users);
  const passed = trigger !== null && most > trigger.bound;
  if (!passed && most <= high.bound) return { compared: 2, findings: [] };
  const span = most - users.bound;
  return {
    compared: 2,
    findings: [
      finding('scenario', {
        about: 'users',
        severity: most > high.bound ? 'error' : 'warning',
        title: `The scenario's own users outgrow Level ${start.level}, which it is to start with`,
        arithmetic: [
          ...(trigger === null || !passed
            ? []
            : [
                `the scenario expects ${endsOf(users)} users at a time; the trigger of Level ${start.level} is ${figureOf(trigger)}: ${groupDigits(most)} / ${groupDigits(trigger.bound)} = ${percent(most / trigger.bound)}`,
                ...(users.bound < trigger.bound && span > 0
                  ? [
                      `(${groupDigits(most)} − ${groupDigits(trigger.bound)}) / (${groupDigits(most)} − ${groupDigits(users.bound)}) = ${percent((most - trigger.bound) / span)} of the expected range is above the trigger`,
                    ]
                  : []),
              ]),
          `Level ${start.level} is sold for ${groupDigits(low.bound)} to ${groupDigits(high.bound)} users: ${groupDigits(most)} / ${groupDigits(high.bound)} = ${percent(most / high.bound)} of its upper end, ${groupDigits(most)} / ${groupDigits(low.bound)} = ${percent(most / low.bound)} of its lower end`,
        ],
        means: `The move to the next level can be due in the first busy hour and not after the first months of the path. Budget for Level ${start.level + 1} from the start.`,
        claims: [users, low, high, ...(trigger === null ? [] : [trigger])],
      }),
    ],
  };
}

/** The scenario's customers against what the levels at the start of the path carry, under the rule of when to scale. */
export function scenarioCustomers(plan: Plan): Checked {
  const customers = scenarioFigure(plan, 'customers');
  const rule = scaleRule(plan);
  const steps = stepsOf(plan);
  const roomy = steps.findIndex(({ level }) => customers.bound < level.customers.bound * rule.bound);
  const full = roomy < 0 ? steps : steps.slice(0, roomy);
  const [first] = full;
  if (first === undefined) return { compared: 1, findings: [] };
  const numbers = levelsText(full.map(({ level }) => level.level));
  return {
    compared: steps.length,
    findings: [
      finding('scenario', {
        about: 'customers',
        severity: 'warning',
        title: `By the numbers of customers that ${numbers} ${full.length === 1 ? 'is' : 'are'} said to support, the scenario is past the rule of when to scale on the first day`,
        arithmetic: full.map(
          ({ level, from }) =>
            `Level ${level.level}, from month ${from}: ${groupDigits(customers.bound)} / ${groupDigits(level.customers.bound)} = ${percent(customers.bound / level.customers.bound)}; the rule says to move on at ${groupDigits(rule.bound * 100)} %, ${groupDigits(level.customers.bound * rule.bound)} customers`,
        ),
        means: `If the stated number is the most that Level ${first.level.level} carries, it is outgrown by the rule before the first customer is added, and nobody can both start with it and follow the rule. The document does not say that it is a limit; it names no other number to plan by.`,
        claims: [customers, rule, ...full.flatMap(({ level, months }) => [level.customers, months])],
      }),
    ],
  };
}

/** The scenario's data against the trigger, the largest database and the disk of the level that it starts with. */
export function scenarioData(plan: Plan): Checked {
  const data = scenarioFigure(plan, 'data-size');
  const start = startLevel(plan);
  const trigger = about(start.triggers, 'database-size');
  const disk = databaseHome(start)?.disk ?? null;
  const limits = [trigger, start.database, disk].filter((claim) => claim !== null);
  const passed = limits.filter(({ bound }) => upperEnd(data) > bound);
  if (passed.length === 0) return { compared: limits.length, findings: [] };
  return {
    compared: limits.length,
    findings: [
      finding('scenario', {
        about: 'data',
        severity: passed.includes(start.database) ? 'error' : 'warning',
        title: `The scenario's own data are too many for Level ${start.level}, which it is to start with`,
        arithmetic: passed.map(
          ({ bound, metric }) => `${gigabytes(upperEnd(data))} of data > ${gigabytes(bound)} (${metric})`,
        ),
        means: 'The level is outgrown by the data that are there on the first day.',
        claims: [data, ...passed],
      }),
    ],
  };
}
