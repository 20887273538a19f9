import { holds } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { groupDigits } from '../../../core/units.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';
import { groupTrigger } from '../statements.ts';
import { exactly, gigabytes } from '../written.ts';
import { type BackupRule, endsOfRetention, retainedOf } from './backups.ts';

const numbers = (levels: readonly LevelPlan[]) => levelsText(levels.map(({ level }) => level));

/**
 * The trigger on the size of backups against all that are kept of each level's largest database. Null where it fires at no
 * level, however long they are kept.
 */
export function backupTrigger(plan: Plan, rule: BackupRule): Finding | null {
  const trigger = groupTrigger(plan, 'backup-size');
  const days = endsOfRetention(rule);
  const fires = (bytes: number) => holds(bytes, trigger.comparator, trigger.bound);
  const looked = plan.levels.map((level) => {
    const on = days.filter((one) => fires(retainedOf(level, one, rule)));
    return { level, on, always: on.length === days.length };
  });
  if (looked.every(({ on }) => on.length === 0)) return null;
  const [spent, firing] = [
    looked.filter(({ level, always }) => always && level.storage !== null).map(({ level }) => level),
    looked.filter(({ on }) => on.length > 0).map(({ level }) => level),
  ];
  return finding('storage', {
    about: 'backup-trigger',
    severity: spent.length > 0 ? 'warning' : 'note',
    title:
      spent.length > 0
        ? `The trigger on the size of backups is on at ${numbers(spent)} with the largest database, though the object storage that it asks for is bought`
        : `The trigger on the size of backups can be on at ${numbers(firing)}`,
    arithmetic: [
      ...looked.map(
        ({ level, on, always }) =>
          `Level ${level.level}: ${days.map((one) => sum(level, one, rule)).join('; ')}: ${verdict(on, always)}`,
      ),
      `over ${gigabytes(trigger.bound)} ${days.map((one) => `with ${groupDigits(one)} days from a database of ${gigabytes(trigger.bound)} / (${groupDigits(one)} × ${exactly(rule.ratio)}) = ${gigabytes(trigger.bound / (one * rule.ratio))} on`).join(', ')}`,
      'taken: a full backup every day; the trigger is read as the size of all that are kept; the database is the largest that the level is said to carry',
    ],
    means:
      spent.length > 0
        ? `With a database of that size it stays on at ${numbers(spent)} after the purchase that it asks for, so it cannot tell when more storage is due there.`
        : 'Storage apart from the VM has to be budgeted for once the database is that large.',
    claims: [
      trigger,
      rule.retention,
      ...plan.levels.map(({ database }) => database),
      ...spent.flatMap(({ storage }) => (storage === null ? [] : [storage.size])),
    ],
    assumes: ['backupRatio'],
  });
}

function sum(level: LevelPlan, days: number, rule: BackupRule): string {
  return `${groupDigits(days)} × ${exactly(rule.ratio)} × ${gigabytes(level.database.bound)} = ${gigabytes(retainedOf(level, days, rule))}`;
}

function verdict(on: readonly number[], always: boolean): string {
  if (always) return 'on';
  return on.length === 0 ? 'off' : `on with ${on.map(groupDigits).join(' and ')} days only`;
}
