import type { Assumptions } from '../assumptions.ts';
import { defineCheck } from '../define-check.ts';
import { onlyClaim, type Plan } from '../plan.ts';
import {
  type BackupRule,
  backupsOnObjectStorage,
  backupsOnTheVm,
  backupsWithTheDatabase,
} from '../storage/backups.ts';
import { databaseFillsDisk, replicasWithoutDisk } from '../storage/disks.ts';

/** Databases, their replicas and their backups against the disks and the storage that are listed for them. */
export default defineCheck({
  id: 'storage',
  title: 'Largest database, retained backups and the disk trigger against the disks that are listed',
  run(plan, assumed) {
    const rule = backupRule(plan, assumed);
    return {
      compared: plan.levels.length * 3,
      findings: [
        databaseFillsDisk(plan),
        replicasWithoutDisk(plan),
        backupsOnTheVm(plan, rule),
        backupsOnObjectStorage(plan, rule),
        backupsWithTheDatabase(plan),
      ].filter((found) => found !== null),
    };
  },
});

function backupRule(plan: Plan, { backupRatio, systemBytes }: Assumptions): BackupRule {
  return { retention: onlyClaim(plan.claims, 'retention'), ratio: backupRatio, systemBytes };
}
