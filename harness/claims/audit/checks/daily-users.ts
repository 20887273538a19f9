import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, figureOf, finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { type LevelPlan, onlyClaim, type Plan } from '../plan.ts';
import { groupTrigger, optionPrice, scenarioFigure, vmsOf } from '../statements.ts';
import { firstUsers, type PerUser } from '../traffic.ts';
import { percent, plain, upperEnd } from '../written.ts';

/** What the trigger, the CDN section and the scenario say of daily users. */
interface Daily {
  trigger: Claim;
  cdn: Claim;
  /** Of the scenario. */
  daily: Claim;
  atATime: Claim;
  /** Daily users for each user at a time: lower ends of the scenario, then upper ends. */
  ratios: [PerUser, PerUser];
}

/** Users at a time are daily users too: what that makes of the thresholds on daily users. */
export default defineCheck({
  id: 'daily-users',
  title: 'Users at a time against the thresholds on daily users',
  run(plan) {
    const [daily, atATime] = [scenarioFigure(plan, 'daily-users'), scenarioFigure(plan, 'users')];
    const cdn = onlyClaim(plan.claims, 'trigger', { params: { metric: 'daily-users', at: 'service' } });
    const facts: Daily = {
      trigger: groupTrigger(plan, 'daily-users'),
      cdn,
      daily,
      atATime,
      ratios: [
        { times: daily.bound, over: atATime.bound },
        { times: upperEnd(daily), over: upperEnd(atATime) },
      ],
    };
    const withCdn = plan.levels.filter((level) => vmsOf(level, 'cdn') !== null);
    return {
      compared: plan.levels.length + withCdn.length + 1,
      findings: [
        alwaysOn(plan, facts),
        twoThresholds(plan, facts),
        ...withCdn.map((level) => boughtEarly(level, facts)),
      ].filter((found) => found !== null),
    };
  },
});

function alwaysOn(plan: Plan, { trigger, daily, atATime, ratios }: Daily): Finding | null {
  const certain = firstUsers(trigger, { times: 1, over: 1 });
  const starts = ratios.map((ratio) => firstUsers(trigger, ratio));
  const byRatio = Math.max(...starts);
  const on = plan.levels.filter(({ users }) => Math.min(byRatio, certain) <= users.low.bound + 1);
  if (on.length === 0) return null;
  const numbers = levelsText(on.map(({ level }) => level));
  const perUser = ({ times, over }: PerUser) => `${plain(times)} / ${plain(over)} = ${plain(times / over)}`;
  const met = ({ times, over }: PerUser) =>
    `${plain(trigger.bound)} × ${plain(over)} / ${plain(times)} = ${plain((trigger.bound * over) / times)}`;
  return finding('daily-users', {
    about: 'always',
    severity: 'warning',
    title: `The trigger on daily users is on over the whole range of users of ${numbers}`,
    arithmetic: [
      `who is there at a time is there that day: from ${plain(certain)} users at a time on, daily users are for certain ${figureOf(trigger)}`,
      `the scenario has ${perUser(ratios[0])} daily users for each at a time at its lower ends, ${perUser(ratios[1])} at its upper ends`,
      `at these ratios the trigger is met at ${ratios.map(met).join(' and at ')} users at a time: on from ${starts.map(plain).join(' or ')} users on`,
      ...on.map(({ level, users: { low, high } }) => {
        const sure = certain <= low.bound + 1;
        return `Level ${level} is sold for ${plain(low.bound)} to ${plain(high.bound)} users at a time: on from ${plain(sure ? certain : byRatio)} users on, ${sure ? 'for certain' : "by the scenario's ratio"}`;
      }),
    ],
    means: `At ${numbers} it always asks for a CDN VM or another server, so it cannot tell when one is due; go by the users at a time instead.`,
    claims: [trigger, ...on.flatMap(({ users }) => [users.low, users.high]), daily, atATime],
  });
}

function twoThresholds(plan: Plan, { trigger, cdn }: Daily): Finding | null {
  if (trigger.bound === cdn.bound) return null;
  const price = optionPrice(plan, 'cdn', 'dedicated');
  const [fewer, more] = [trigger, cdn].sort((a, b) => a.bound - b.bound) as [Claim, Claim];
  return finding('daily-users', {
    about: 'two-thresholds',
    severity: 'warning',
    title: `A CDN VM is due at ${plain(trigger.bound)} daily users in the triggers and at ${plain(cdn.bound)} in the section on CDN`,
    arithmetic: [
      `${plain(more.bound)} / ${plain(fewer.bound)} = ${plain(more.bound / fewer.bound)} times as many for the same purchase`,
    ],
    means: `Between the two figures one part of the document asks for a VM of ${formatInr(price.bound)} to ${formatInr(upperEnd(price))} a month that another part spares. The triggers leave the choice of an application server instead.`,
    claims: [trigger, cdn, price],
  });
}

function boughtEarly(level: LevelPlan, { cdn, daily, atATime, ratios }: Daily): Finding | null {
  const vm = vmsOf(level, 'cdn');
  const users = level.users.high;
  const reached = ratios.map(({ times, over }) => (users.bound * times) / over);
  if (vm === null || Math.max(...reached) >= cdn.bound) return null;
  return finding('daily-users', {
    about: `cdn-l${level.level}`,
    severity: 'note',
    title: `Level ${level.level} pays for a CDN VM before the users for which the section on CDN wants one`,
    arithmetic: [
      ...ratios.map(
        ({ times, over }) =>
          `${plain(users.bound)} users at a time × ${plain(times)} / ${plain(over)} = ${plain((users.bound * times) / over)} daily users, with the scenario's ratio`,
      ),
      `the section on CDN wants the VM from ${plain(cdn.bound)} daily users on: ${plain(cdn.bound)} / ${plain(users.bound)} = ${plain(cdn.bound / users.bound)} for each at a time`,
      `the VM is ${formatInr(vm.price.bound)} of ${formatInr(level.total.bound)} a month: ${percent(vm.price.bound / level.total.bound)}`,
    ],
    means: `By its own section the ${formatInr(vm.price.bound)} a month can wait; the cache of the web server that is there anyway is free.`,
    claims: [vm.price, level.total, users, cdn, daily, atATime],
  });
}
