import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { defineCheck, figureOf, finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { type LevelPlan, onlyClaim, type Plan } from '../plan.ts';
import { groupTrigger, optionPrice, scenarioFigure, vmsOf } from '../statements.ts';
import { firstUsers, type PerUser } from '../traffic.ts';
import { exactly, percent, upperEnd } from '../written.ts';

/** What the trigger, the CDN section and the scenario say of daily users. */
interface Daily {
  trigger: Claim;
  cdn: Claim;
  /** Of the scenario. */
  daily: Claim;
  atATime: Claim;
  /** Daily users for each user at a time, as assumed. */
  perConcurrent: number;
}

/** Users at a time are daily users too: what that makes of the thresholds on daily users. */
export default defineCheck({
  id: 'daily-users',
  title: 'Users at a time against the thresholds on daily users',
  run(plan, assumed) {
    const [daily, atATime] = [scenarioFigure(plan, 'daily-users'), scenarioFigure(plan, 'users')];
    const cdn = onlyClaim(plan.claims, 'trigger', { params: { metric: 'daily-users', at: 'service' } });
    const facts: Daily = {
      trigger: groupTrigger(plan, 'daily-users'),
      cdn,
      daily,
      atATime,
      perConcurrent: assumed.dailyPerConcurrent,
    };
    const withCdn = plan.levels.filter((level) => vmsOf(level, 'cdn') !== null);
    return {
      compared: plan.levels.length + withCdn.length + 1,
      findings: [
        alwaysOn(plan, facts),
        alwaysOnByRatio(plan, facts),
        twoThresholds(plan, facts),
        ...withCdn.map((level) => boughtEarly(level, facts)),
      ].filter((found) => found !== null),
    };
  },
});

const numbers = (levels: readonly LevelPlan[]) => levelsText(levels.map(({ level }) => level));

/** Who is there at a time is there that day: one daily user for each. */
const CERTAIN: PerUser = { times: 1, over: 1 };

/** Levels over whose users the trigger is on; one that fires with the next user after the fewest counts. */
function onThroughout(plan: Plan, { trigger }: Daily, ratio: PerUser): LevelPlan[] {
  return plan.levels.filter(({ users }) => firstUsers(trigger, ratio) <= users.low.bound + 1);
}

function alwaysOn(plan: Plan, facts: Daily): Finding | null {
  const { trigger } = facts;
  const on = onThroughout(plan, facts, CERTAIN);
  if (on.length === 0) return null;
  const first = firstUsers(trigger, CERTAIN);
  return finding('daily-users', {
    about: 'always',
    severity: 'warning',
    title: `From ${groupDigits(first)} users at a time on, the trigger on daily users is always on: the range of ${numbers(on)}`,
    arithmetic: [
      `who is there at a time is there that day: from ${groupDigits(first)} users at a time on, daily users are for certain ${figureOf(trigger)}`,
      ...on.map(soldFor),
    ],
    means: `At ${numbers(on)} it always asks for a CDN VM or another server, so it cannot tell when one is due; go by the users at a time instead.`,
    claims: [trigger, ...on.flatMap(({ users }) => [users.low, users.high])],
  });
}

/** The same for levels at which it is on only if there are several daily users for each at a time. */
function alwaysOnByRatio(plan: Plan, facts: Daily): Finding | null {
  const { trigger, daily, atATime, perConcurrent } = facts;
  const ratio = { times: perConcurrent, over: 1 };
  const certain = onThroughout(plan, facts, CERTAIN);
  const on = onThroughout(plan, facts, ratio).filter((level) => !certain.includes(level));
  if (on.length === 0) return null;
  const first = firstUsers(trigger, ratio);
  return finding('daily-users', {
    about: 'always-ratio',
    severity: 'warning',
    title: `With ${exactly(perConcurrent)} daily users for each at a time, the trigger on daily users is always on at ${numbers(on)}${certain.length > 0 ? ' too' : ''}`,
    arithmetic: [
      ...scenarioRatios(facts),
      `taken: ${exactly(perConcurrent)}; the trigger is met at ${groupDigits(trigger.bound)} / ${exactly(perConcurrent)} = ${groupDigits(trigger.bound / perConcurrent)} users at a time: on from ${groupDigits(first)} users on`,
      ...on.map(soldFor),
    ],
    means: `If the levels' users come and go as the scenario's do, it asks for a CDN VM or another server from the first days of ${numbers(on)} on.`,
    claims: [trigger, ...on.flatMap(({ users }) => [users.low, users.high]), daily, atATime],
    assumes: ['dailyPerConcurrent'],
  });
}

const soldFor = ({ level, users: { low, high } }: LevelPlan) =>
  `Level ${level} is sold for ${groupDigits(low.bound)} to ${groupDigits(high.bound)} users at a time`;

function scenarioRatios({ daily, atATime }: Daily): string[] {
  const share = (times: number, over: number) =>
    `${groupDigits(times)} / ${groupDigits(over)} = ${groupDigits(times / over)}`;
  return [
    `daily users for each at a time in the scenario: ${share(daily.bound, atATime.bound)} at the lower ends, ${share(upperEnd(daily), upperEnd(atATime))} at the upper ends`,
  ];
}

function twoThresholds(plan: Plan, { trigger, cdn }: Daily): Finding | null {
  if (trigger.bound === cdn.bound) return null;
  const price = optionPrice(plan, 'cdn', 'dedicated');
  const [fewer, more] = [trigger, cdn].sort((a, b) => a.bound - b.bound) as [Claim, Claim];
  return finding('daily-users', {
    about: 'two-thresholds',
    severity: 'warning',
    title: `A CDN VM is due at ${groupDigits(trigger.bound)} daily users in the triggers and at ${groupDigits(cdn.bound)} in the section on CDN`,
    arithmetic: [
      `${groupDigits(more.bound)} / ${groupDigits(fewer.bound)} = ${groupDigits(more.bound / fewer.bound)} times as many for the same purchase`,
    ],
    means: `Between the two figures one part of the document asks for a VM of ${formatInr(price.bound)} to ${formatInr(upperEnd(price))} a month that another part spares. The triggers leave the choice of an application server instead.`,
    claims: [trigger, cdn, price],
  });
}

function boughtEarly(level: LevelPlan, facts: Daily): Finding | null {
  const { cdn, daily, atATime, perConcurrent } = facts;
  const vm = vmsOf(level, 'cdn');
  const users = level.users.high;
  const reached = users.bound * perConcurrent;
  if (vm === null || reached >= cdn.bound) return null;
  return finding('daily-users', {
    about: `cdn-l${level.level}`,
    severity: 'note',
    title: `Level ${level.level} pays for a CDN VM before the users for which the section on CDN wants one`,
    arithmetic: [
      ...scenarioRatios(facts),
      `taken: ${exactly(perConcurrent)}; ${groupDigits(users.bound)} users at a time × ${exactly(perConcurrent)} = ${groupDigits(reached)} daily users`,
      `the section on CDN wants the VM from ${groupDigits(cdn.bound)} daily users on: ${groupDigits(cdn.bound)} / ${groupDigits(users.bound)} = ${groupDigits(cdn.bound / users.bound)} for each at a time`,
      `the VM is ${formatInr(vm.price.bound)} of ${formatInr(level.total.bound)} a month: ${percent(vm.price.bound / level.total.bound)}`,
    ],
    means: `By its own section the ${formatInr(vm.price.bound)} a month can wait, with the cache of the web server in its place, which the section gives as free.`,
    claims: [vm.price, level.total, users, cdn, daily, atATime],
    assumes: ['dailyPerConcurrent'],
  });
}
