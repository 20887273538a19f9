import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { finding } from '../define-check.ts';
import { levelsText, listed } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';
import { countOf, groupTrigger, optionPrice, vmsOf } from '../statements.ts';
import { exactly, gigabytes, percent, upperEnd } from '../written.ts';
import { databaseHome } from './disks.ts';

/** How many daily full backups are kept, and what each of them and the system take. */
export interface BackupRule {
  /** Days; a range has a least and a most. */
  retention: Claim;
  /** Size of a backup as a share of the database. */
  ratio: number;
  systemBytes: number;
}

/** Bytes of all backups that are kept of the level's largest database. */
export function retainedOf(level: LevelPlan, days: number, { ratio }: BackupRule): number {
  return days * ratio * level.database.bound;
}

/** Both ends of the retention, once where they are the same. */
export function endsOfRetention({ retention }: BackupRule): number[] {
  return [...new Set([retention.bound, upperEnd(retention)])];
}

function retained(level: LevelPlan, days: number, rule: BackupRule): string {
  return `${groupDigits(days)} × ${exactly(rule.ratio)} × ${gigabytes(level.database.bound)}`;
}

/**
 * Levels without object storage: database, retained backups and system against what the disk trigger allows of the disk
 * of the VM that holds the database. Null where everything fits.
 */
export function backupsOnTheVm(plan: Plan, rule: BackupRule): Finding | null {
  const trigger = groupTrigger(plan, 'disk');
  const looked = plan.levels.flatMap((level) => {
    const disk = databaseHome(level)?.disk ?? null;
    if (level.storage !== null || disk === null) return [];
    const allowed = disk.bound * trigger.bound;
    const needs = endsOfRetention(rule).map((days) => {
      const bytes = level.database.bound + retainedOf(level, days, rule) + rule.systemBytes;
      return { days, bytes, fits: bytes <= allowed };
    });
    return [{ level, disk, allowed, needs }];
  });
  if (looked.every(({ needs }) => needs.every(({ fits }) => fits))) return null;
  const failing = (end: number) => looked.filter(({ needs }) => needs.at(end)?.fits === false);
  const told = [-1, 0].flatMap((end) => {
    const days = endsOfRetention(rule).at(end);
    const levels = failing(end).map(({ level }) => level.level);
    return levels.length === 0 || days === undefined
      ? []
      : `${groupDigits(days)} days at ${levelsText(levels)}`;
  });
  return finding('storage', {
    about: 'backups-vm',
    severity: 'warning',
    title: `The disk is too small for the largest database with its backups: ${listed([...new Set(told)])}`,
    arithmetic: [
      ...looked.flatMap(({ level, disk, allowed, needs }) =>
        needs.map(
          ({ days, bytes, fits }) =>
            `Level ${level.level}: ${gigabytes(level.database.bound)} + ${retained(level, days, rule)} + ${gigabytes(rule.systemBytes)} = ${gigabytes(bytes)}; ${groupDigits(trigger.bound * 100)} % of ${gigabytes(disk.bound)} is ${gigabytes(allowed)}: ${fits ? 'fits' : 'does not fit'}`,
        ),
      ),
      'taken: a full backup every day, kept on the VM that holds the database; the document says so of Level 1 only',
    ],
    means:
      'Whoever keeps backups as long as the document asks runs the disk full before the database has its claimed size. Plan storage apart from the VM.',
    claims: [trigger, rule.retention, ...looked.flatMap(({ level, disk }) => [level.database, disk])],
    assumes: ['backupRatio', 'systemBytes'],
  });
}

/** Levels with object storage: retained backups of the largest database against it. Null where everything fits. */
export function backupsOnObjectStorage(plan: Plan, rule: BackupRule): Finding | null {
  const looked = plan.levels.flatMap((level) =>
    level.storage === null ? [] : [{ level, size: level.storage.size, price: level.storage.price }],
  );
  const days = endsOfRetention(rule);
  const short = looked.filter(({ level, size }) =>
    days.some((one) => retainedOf(level, one, rule) > size.bound),
  );
  if (short.length === 0) return null;
  const lines = short.flatMap(({ level, size, price }) => {
    const perByte = price.bound / size.bound;
    return days.map((one) => {
      const bytes = retainedOf(level, one, rule);
      const more = bytes - size.bound;
      const sum = `Level ${level.level}: ${retained(level, one, rule)} = ${gigabytes(bytes)}, listed are ${gigabytes(size.bound)} for ${formatInr(price.bound)}`;
      if (more <= 0) return `${sum}: fits`;
      return `${sum}: ${gigabytes(more)} short, at the same price a GB ${formatInr(more * perByte)} a month`;
    });
  });
  return finding('storage', {
    about: 'backups-object',
    severity: 'warning',
    title: `The object storage of ${levelsText(short.map(({ level }) => level.level))} is too small for the backups that are to be kept`,
    arithmetic: [
      ...lines,
      ...short.map(
        ({ level, size }) =>
          `Level ${level.level}: ${days.map((one) => `${groupDigits(one)} days fit if a backup is at most ${gigabytes(size.bound)} / (${groupDigits(one)} × ${gigabytes(level.database.bound)}) = ${percent(size.bound / (one * level.database.bound))} of the database`).join('; ')}`,
      ),
      'taken: a full backup every day, and the storage holds nothing else',
    ],
    means:
      'Either backups are kept for fewer days than the document asks, or the storage costs more than the level lists.',
    claims: [rule.retention, ...short.flatMap(({ level, size, price }) => [level.database, size, price])],
    assumes: ['backupRatio'],
  });
}

/** The level whose list of services puts the backups on its VM. */
const SAID_OF_LEVEL = 1;

/** The level that is said to keep its backups on the VM with the database; null where it lists storage apart from it. */
export function backupsWithTheDatabase(plan: Plan): Finding | null {
  const without = plan.levels.filter(({ storage }) => storage === null);
  const level = without.find((one) => one.level === SAID_OF_LEVEL && vmsOf(one, 'db') === null);
  const home = level === undefined ? null : databaseHome(level);
  if (level === undefined || home === null) return null;
  const unsaid = without.filter((one) => one !== level).map((one) => one.level);
  const price = optionPrice(plan, 'backup', 'object-storage');
  return finding('storage', {
    about: 'same-vm',
    severity: 'warning',
    title: `At Level ${level.level} the backups are on the VM that they are to protect`,
    arithmetic: [
      `Level ${level.level}: ${groupDigits(home.count)} VM for database and backups, no storage apart; object storage would add ${formatInr(price.bound)} to ${formatInr(upperEnd(price))} to ${formatInr(level.total.bound)} a month`,
      ...(unsaid.length === 0
        ? []
        : [`${levelsText(unsaid)}: no object storage is listed; where the backups are is not stated`]),
    ],
    means: `A disk that fails, or an intruder, takes the customer data and every backup of it at once.${unsaid.length === 0 ? '' : ` Ask where ${levelsText(unsaid)} keep${unsaid.length === 1 ? 's' : ''} them.`}`,
    claims: [price, countOf(home), level.total],
  });
}
