import type { Assumptions } from '../assumptions.ts';
import { defineCheck } from '../define-check.ts';
import { onlyClaim, type Plan } from '../plan.ts';
import { backupTrigger } from '../storage/backup-trigger.ts';
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
  title: 'Largest database and retained backups against disks, storage and the triggers on them',
  run(plan, assumed) {
    const rule = backupRule(plan, assumed);
    return {
      compared: plan.levels.length * 4,
      findings: [
        databaseFillsDisk(plan),
        replicasWithoutDisk(plan),
        backupsOnTheVm(plan, rule),
        backupsOnObjectStorage(plan, rule),
        backupsWithTheDatabase(plan),
        backupTrigger(plan, rule),
      ].filter((found) => found !== null),
    };
  },
});

function backupRule(plan: Plan, { backupRatio, systemBytes }: Assumptions): BackupRule {
  return { retention: onlyClaim(plan.claims, 'retention'), ratio: backupRatio, systemBytes };
}
