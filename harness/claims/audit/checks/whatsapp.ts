import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import type { Assumptions } from '../assumptions.ts';
import { defineCheck, finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { about, type LevelPlan, type LevelVms, type Plan } from '../plan.ts';
import { countOf, limitOf, optionPrice, scaleRule, vmsOf } from '../statements.ts';
import { exactly, gigabytes, percent, upperEnd } from '../written.ts';

const MINUTES_PER_HOUR = 60;

/** What a level's WhatsApp trigger leads to, and what a WhatsApp number can send. */
export default defineCheck({
  id: 'whatsapp',
  title: 'WhatsApp triggers against what a VM carries, what the next level adds, and what a number may send',
  run(plan, assumed) {
    const triggered = plan.levels.flatMap((level) => {
      const trigger = about([...level.triggers, ...level.tree], 'whatsapp-per-day');
      const vms = vmsOf(level, 'waha');
      return trigger === null || vms === null ? [] : [{ level, trigger, vms }];
    });
    return {
      compared: triggered.length * 2 + 2,
      findings: [
        ...triggered.map((one) => early(plan, one)),
        ...triggered.map((one) => leadsNowhere(plan, one)),
        numbersNeeded(plan, assumed),
      ].filter((found) => found !== null),
    };
  },
});

interface Triggered {
  level: LevelPlan;
  trigger: Claim;
  vms: LevelVms;
}

function early(plan: Plan, { level, trigger, vms }: Triggered): Finding | null {
  const [limit, rule] = [limitOf(plan, 'whatsapp-per-day', 'single'), scaleRule(plan)];
  const carried = limit.bound * vms.count;
  const share = trigger.bound / carried;
  if (share === rule.bound) return null;
  const due = carried * rule.bound;
  return finding('whatsapp', {
    about: `share-l${level.level}`,
    severity: share < rule.bound ? 'note' : 'warning',
    title: `Level ${level.level} is to be left at ${groupDigits(share * 100)} % of the messages that its WhatsApp VM carries, where the rule says ${groupDigits(rule.bound * 100)} %`,
    arithmetic: [
      `${groupDigits(trigger.bound)} / ${groupDigits(carried)} messages a day = ${percent(share)}`,
      `by the rule it is due at ${groupDigits(carried)} × ${groupDigits(rule.bound * 100)} % = ${groupDigits(due)} messages a day`,
    ],
    means:
      share < rule.bound
        ? `Between ${groupDigits(trigger.bound)} and ${groupDigits(due)} messages a day the next level is paid for before it is needed.`
        : `Between ${groupDigits(due)} and ${groupDigits(trigger.bound)} messages a day the VM is fuller than the document allows.`,
    claims: [trigger, limit, rule, countOf(vms)],
  });
}

function leadsNowhere(plan: Plan, { level, trigger, vms }: Triggered): Finding | null {
  const after = plan.levels.filter((one) => one.level > level.level);
  const firstLarger = after.findIndex((one) => larger(vmsOf(one, 'waha'), vms));
  const same = firstLarger < 0 ? after : after.slice(0, firstLarger);
  const [next] = same;
  if (next === undefined) return null;
  const sameVms = same.flatMap((one) => vmsOf(one, 'waha') ?? []);
  const dedicated = optionPrice(plan, 'waha', 'dedicated');
  const limit = limitOf(plan, 'whatsapp-per-day', 'dedicated');
  const single = limitOf(plan, 'whatsapp-per-day', 'single');
  const added = next.total.bound - level.total.bound;
  const carried = single.bound * vms.count;
  return finding('whatsapp', {
    about: `next-l${level.level}`,
    severity: 'warning',
    title: `Too many WhatsApp messages for Level ${level.level} are too many for ${levelsText(same.map((one) => one.level))}: the same WhatsApp VM`,
    arithmetic: [
      ...[vms, ...sameVms].map(
        (one, index) =>
          `Level ${index === 0 ? level.level : same[index - 1]?.level}: ${groupDigits(one.count)} × ${one.vCpu === null ? 'a size not given' : `${groupDigits(one.vCpu.bound)} vCPU`}${one.memory === null ? '' : ` and ${gigabytes(one.memory.bound)}`}, ${formatInr(one.price.bound)} a month`,
      ),
      `Level ${next.level} − Level ${level.level}: ${formatInr(next.total.bound)} − ${formatInr(level.total.bound)} = ${formatInr(added)} a month, for the same WhatsApp VM`,
      `the section on WhatsApp sells a VM for ${groupDigits(limit.bound)} messages a day at ${formatInr(dedicated.bound)} to ${formatInr(upperEnd(dedicated))}: ${formatInr(dedicated.bound - vms.price.bound)} to ${formatInr(upperEnd(dedicated) - vms.price.bound)} more than the level's`,
    ],
    means: `Who follows the trigger pays ${formatInr(added)} more a month for the same WhatsApp VM.${trigger.bound < carried ? ` Between ${groupDigits(trigger.bound + 1)} and ${groupDigits(carried)} messages a day nothing is needed, by the VM's own limit.` : ''} Above ${groupDigits(carried)} the document gives no size by which the VM for ${groupDigits(limit.bound)} differs.`,
    claims: [
      trigger,
      ...[vms, ...sameVms].flatMap((one) => [
        countOf(one),
        one.vCpu ?? one.price,
        one.memory ?? one.price,
        one.price,
      ]),
      level.total,
      next.total,
      single,
      limit,
      dedicated,
    ],
  });
}

function larger(next: LevelVms | null, vms: LevelVms): boolean {
  if (next === null) return false;
  const more = (a: Claim | null, b: Claim | null) => a !== null && b !== null && a.bound > b.bound;
  return next.count > vms.count || more(next.vCpu, vms.vCpu) || more(next.memory, vms.memory);
}

function numbersNeeded(plan: Plan, assumed: Assumptions): Finding | null {
  const limits = ['single', 'dedicated'].map((option) => limitOf(plan, 'whatsapp-per-day', option));
  const { messagesPerMinutePerNumber: perMinute, messagingHoursPerDay: hours } = assumed;
  const perDay = perMinute * MINUTES_PER_HOUR * hours;
  const beyondOne = limits.filter(({ bound }) => bound > perDay);
  if (beyondOne.length === 0) return null;
  return finding('whatsapp', {
    about: 'numbers',
    severity: 'warning',
    title:
      'The messages a day that a WhatsApp VM is said to carry need several numbers, and the document counts none',
    arithmetic: [
      `one number: ${exactly(perMinute)} a minute × 60 minutes × ${exactly(hours)} hours = ${groupDigits(perDay)} messages a day`,
      ...limits.map(
        ({ bound }) =>
          `${groupDigits(bound)} / ${groupDigits(perDay)} = ${groupDigits(bound / perDay)}: ${groupDigits(Math.ceil(bound / perDay))} number${bound > perDay ? 's' : ''}`,
      ),
    ],
    means:
      'A larger VM does not raise what a number may send before it is banned. Each number, its telephone and its tenant have to be planned for apart from the VM.',
    claims: limits,
    assumes: ['messagesPerMinutePerNumber', 'messagingHoursPerDay'],
  });
}
