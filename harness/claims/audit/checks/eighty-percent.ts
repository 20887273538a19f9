import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatValue } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { triggerOf } from '../economics.ts';
import { levelsText } from '../machine.ts';
import { type LevelPlan, onlyClaim } from '../plan.ts';
import { nearly } from '../span.ts';

/** A trigger of a level and the capacity that it guards. */
interface Guard {
  level: LevelPlan;
  what: 'users' | 'database';
  trigger: Claim;
  capacity: Claim;
  /** Trigger as a share of the capacity. */
  share: number;
}

/** Each level's triggers as a share of what it carries, against the share at which the document says to scale. */
export default defineCheck({
  id: 'eighty-percent',
  title: "Each level's triggers as a share of its capacity, against the document's own rule",
  run({ claims, levels }) {
    const rule = onlyClaim(claims, 'rule', { params: { of: 'scale-at' } });
    const guards = levels.flatMap(guardsOf);
    const off = guards.filter(({ share }) => !nearly(share, rule.bound));
    return {
      compared: guards.length,
      findings: [
        ...late(
          off.filter(({ share }) => share > rule.bound),
          rule,
        ),
        ...early(
          // Of the last level's trigger, which leads nowhere, tree-text tells.
          off.filter(({ share, level }) => share < rule.bound && level !== levels.at(-1)),
          rule,
        ),
        ...aboveLowerEnd(guards, rule),
      ],
    };
  },
});

function guardsOf(level: LevelPlan): Guard[] {
  const guard = (what: Guard['what'], trigger: Claim | null, capacity: Claim): Guard[] =>
    trigger === null ? [] : [{ level, what, trigger, capacity, share: trigger.bound / capacity.bound }];
  return [
    ...guard('users', triggerOf(level, 'users'), level.users.high),
    ...guard('database', triggerOf(level, 'database-size'), level.database),
  ];
}

const show = (claim: Claim, value = claim.bound) => formatValue(value, claim.unit);
const percent = (value: number) => formatValue(value, 'ratio');

function division({ level, what, trigger, capacity, share }: Guard): string {
  const where = trigger.params.at === 'tree' ? ' (decision tree only)' : '';
  return `Level ${level.level}, ${what}${where}: ${show(trigger)} ÷ ${show(capacity)} = ${percent(share)}`;
}

function late(guards: readonly Guard[], rule: Claim): Finding[] {
  if (guards.length === 0) return [];
  return [
    finding('eighty-percent', {
      about: 'late',
      severity: 'warning',
      title: `Triggers of ${levelsText([...new Set(guards.map(({ level }) => level.level))])} come later than the rule of ${percent(rule.bound)} asks`,
      arithmetic: guards.map((guard) => {
        const { trigger, capacity } = guard;
        const due = capacity.bound * rule.bound;
        return `${division(guard)}; the rule: ${percent(rule.bound)} × ${show(capacity)} = ${show(capacity, due)}; left at the trigger: ${show(capacity, capacity.bound - trigger.bound)}, by the rule ${show(capacity, capacity.bound - due)}`;
      }),
      means:
        "They come too late by the document's own rule: less room is left while the next level is ordered, set up and moved to.",
      claims: [...guards.flatMap(({ trigger, capacity }) => [trigger, capacity]), rule],
    }),
  ];
}

function early(guards: readonly Guard[], rule: Claim): Finding[] {
  if (guards.length === 0) return [];
  return [
    finding('eighty-percent', {
      about: 'early',
      severity: 'note',
      title: `Triggers of ${levelsText([...new Set(guards.map(({ level }) => level.level))])} come earlier than the rule of ${percent(rule.bound)} asks`,
      arithmetic: guards.map(
        (guard) =>
          `${division(guard)}; the rule: ${percent(rule.bound)} × ${show(guard.capacity)} = ${show(guard.capacity, guard.capacity.bound * rule.bound)}`,
      ),
      means:
        'That is the safe side, and it costs money: the next level is paid for sooner than the rule asks.',
      claims: [...guards.flatMap(({ trigger, capacity }) => [trigger, capacity]), rule],
    }),
  ];
}

/** Users are given as a range: a trigger above its lower end helps only where more than the lower end holds. */
function aboveLowerEnd(guards: readonly Guard[], rule: Claim): Finding[] {
  const above = guards.filter(
    ({ level, what, trigger }) => what === 'users' && trigger.bound > level.users.low.bound,
  );
  if (above.length === 0) return [];
  return [
    finding('eighty-percent', {
      about: 'lower-ends',
      severity: 'note',
      title: `The triggers for users of ${levelsText(above.map(({ level }) => level.level))} lie above the lower end of what the level carries`,
      arithmetic: above.map(({ level, trigger }) => {
        const { low } = level.users;
        return `Level ${level.level}: ${show(trigger)}, the lower end is ${show(low)}; ${percent(rule.bound)} × ${show(low)} = ${show(low, low.bound * rule.bound)}`;
      }),
      means:
        'If only the lower end holds, users wait or fail before anybody is told to scale. Use the lower figures until a measurement shows more.',
      claims: [...above.flatMap(({ level, trigger }) => [trigger, level.users.low]), rule],
    }),
  ];
}
