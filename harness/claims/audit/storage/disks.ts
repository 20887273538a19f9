import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { finding } from '../define-check.ts';
import { levelsText } from '../machine.ts';
import { about, type LevelPlan, type LevelVms, type Plan } from '../plan.ts';
import { countOf, groupTrigger, vmsOf } from '../statements.ts';
import { gigabytes, percent } from '../written.ts';

/** The VMs that hold the level's database: its database VM, else the application VM. Null where the level has neither. */
export function databaseHome(level: LevelPlan): LevelVms | null {
  return vmsOf(level, 'db') ?? vmsOf(level, 'app');
}

/** Levels of which the largest database alone takes more of its disk than the disk trigger allows; null where there is none. */
export function databaseFillsDisk(plan: Plan): Finding | null {
  const trigger = groupTrigger(plan, 'disk');
  const over = plan.levels.flatMap((level) => {
    const disk = databaseHome(level)?.disk ?? null;
    const share = disk === null ? 0 : level.database.bound / disk.bound;
    return disk === null || share <= trigger.bound ? [] : [{ level, disk, share }];
  });
  if (over.length === 0) return null;
  const full = over.some(({ share }) => share >= 1);
  const own = over.map(({ level }) => about(level.triggers, 'database-size'));
  return finding('storage', {
    about: 'database-disk',
    severity: full ? 'error' : 'warning',
    title: `The largest database of ${levelsText(over.map(({ level }) => level.level))} takes ${full ? 'the whole' : 'too much'} of the disk it is on`,
    arithmetic: over.map(({ level, disk, share }, index) => {
      const trigger80 = `${groupDigits(trigger.bound * 100)} % of the disk is ${gigabytes(disk.bound * trigger.bound)}`;
      const ownBound = own[index]?.bound;
      const ownText =
        ownBound === undefined
          ? 'the level has no trigger of its own on it'
          : `the level's own trigger is ${gigabytes(ownBound)}, ${percent(ownBound / disk.bound)}`;
      return `Level ${level.level}: ${gigabytes(level.database.bound)} / ${gigabytes(disk.bound)} = ${percent(share)}; ${trigger80}; ${ownText}`;
    }),
    means: `${full ? 'Nothing is left for the system and its programs. ' : ''}By the disk trigger the levels carry ${over.map(({ disk }) => gigabytes(disk.bound * trigger.bound)).join(' and ')} at most, and whatever else is on the disk counts towards it.`,
    claims: [
      trigger,
      ...over.flatMap(({ level, disk }) => [level.database, disk]),
      ...own.filter((one) => one !== null),
    ],
  });
}

/** Replicas that are given no disk, or one that the whole database does not fit on; null where there is none. */
export function replicasWithoutDisk(plan: Plan): Finding | null {
  const short = plan.levels.flatMap((level) => {
    const vms = vmsOf(level, 'replica');
    const fits = vms === null || (vms.disk !== null && vms.disk.bound >= level.database.bound);
    return fits ? [] : [{ level, vms, each: vms.price.bound / vms.count }];
  });
  if (short.length === 0) return null;
  const noDisk = short.every(({ vms }) => vms.disk === null);
  const sized = plan.levels.flatMap((level) => {
    const vms = vmsOf(level, 'replica');
    const each = vms === null ? 0 : vms.price.bound / vms.count;
    return vms?.disk && short.some((one) => one.each === each && one.vms !== vms)
      ? [{ level, vms, disk: vms.disk, each }]
      : [];
  });
  return finding('storage', {
    about: 'replica-disk',
    severity: short.some(({ vms }) => vms.disk !== null) ? 'error' : 'warning',
    title: `The read replicas of ${levelsText(short.map(({ level }) => level.level))} are given ${noDisk ? 'no disk' : 'too little disk'} for the database that they copy`,
    arithmetic: [
      ...short.map(
        ({ level, vms, each }) =>
          `Level ${level.level}: ${formatInr(vms.price.bound)} / ${groupDigits(vms.count)} = ${formatInr(each)} each, ${vms.disk === null ? 'no disk stated' : `a disk of ${gigabytes(vms.disk.bound)}`}; the database is up to ${gigabytes(level.database.bound)}`,
      ),
      ...sized.map(
        ({ level, disk, each }) =>
          `Level ${level.level}: ${formatInr(each)} buys a replica with a disk of ${gigabytes(disk.bound)}`,
      ),
    ],
    means:
      'A replica is a copy of the whole database and needs as much disk. Ask what disk the price includes before buying.',
    claims: [
      ...short.flatMap(({ level, vms }) => [
        vms.price,
        countOf(vms),
        level.database,
        ...(vms.disk ? [vms.disk] : []),
      ]),
      ...sized.flatMap(({ vms, disk }) => [vms.price, disk]),
    ],
  });
}
