import { workloadSummary } from '../../scenarios/workload.ts';
import { HarnessError } from '../core/errors.ts';
import { ownerOf } from '../core/image.ts';
import {
  type DatasetChoice,
  type Profile,
  type RunSpec,
  runSpecSchema,
  usualDataset,
} from '../core/run-record.ts';
import { harnessCommit, harnessVersion } from '../host/environment.ts';
import { newRunId } from '../host/identity.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { planned, seedRequestOf } from './seed-request.ts';

/** A request that takes longer counts as failed (at least 20 x the 500 ms limit, so that the tail is seen). */
const REQUEST_TIMEOUT_MS = 10_000;

/** What the user chose; all else follows. */
export interface Choice {
  level: LevelDefinition;
  profile: Profile;
  users: number;
  customers: number;
  seed: number;
  /** Left out: the usual data. */
  dataset?: DatasetChoice | undefined;
  defect: string | null;
}

/** The VM image carries the reference CRM; any other image on an application VM is the user's. */
function sutOf(level: LevelDefinition): RunSpec['sut'] {
  const image = level.vms.find((vm) => vm.spec.roles.includes('app'))?.image ?? '';
  return { kind: ownerOf(image) === 'project' ? 'reference' : 'own', image };
}

/** Everything that a run needs to know, decided and frozen before anything starts. */
export function decideSpec(choice: Choice): RunSpec {
  const { level, profile } = choice;
  const dataset = choice.dataset ?? usualDataset;
  const spec = runSpecSchema.safeParse({
    schemaVersion: 1,
    runId: newRunId(level.spec.level, profile.id),
    harnessVersion: harnessVersion(),
    commit: harnessCommit(),
    level: level.spec.level,
    levelSource: level.spec.source,
    vms: level.spec.vms,
    sut: sutOf(level),
    profile,
    users: choice.users,
    customers: choice.customers,
    seed: choice.seed,
    dataset: { ...dataset, ...planned(seedRequestOf({ ...choice, dataset })) },
    workload: workloadSummary(),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    defect: choice.defect,
  } satisfies RunSpec);
  if (!spec.success) {
    const issue = spec.error.issues[0];
    throw new HarnessError('usage', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  return Object.freeze(spec.data);
}
