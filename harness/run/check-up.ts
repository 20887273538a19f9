import { HarnessError, messageOf } from '../core/errors.ts';
import { formatBytes, GIB } from '../core/units.ts';
import { freeBytes } from '../host/files.ts';
import { pidOf } from '../host/owner.ts';
import { lockHolder } from '../host/run-lock.ts';
import { connectEngine, type Engine } from '../topology/engine.ts';
import { grantOf } from '../topology/grant.ts';
import { findRuns } from '../topology/leftovers.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { defaultRunsFolder } from './run-folder.ts';

export interface Finding {
  ok: boolean;
  /** Whether a run cannot start while it is so. */
  fatal: boolean;
  says: string;
}

/** A run of Level 1 with 10K customers takes about 1 GB on disk while it lasts; twice that is asked for. */
export const MIN_FREE_BYTES = 2 * GIB;

/** Below this PostgreSQL, Redis and the CRM do not start together. */
export const MIN_VM_MEMORY_BYTES = 1.5 * GIB;

const good = (says: string): Finding => ({ ok: true, fatal: false, says });
const note = (says: string): Finding => ({ ok: false, fatal: false, says });
const fault = (says: string): Finding => ({ ok: false, fatal: true, says });

async function imageFindings(engine: Engine, level: LevelDefinition): Promise<Finding[]> {
  const images = [...new Set(level.vms.map((vm) => vm.image))];
  return Promise.all(
    images.map((image) =>
      engine.docker
        .getImage(image)
        .inspect()
        .then(
          () => good(`VM image ${image}`),
          () => fault(`the VM image ${image} is not there: npm run setup builds it`),
        ),
    ),
  );
}

function sizeFindings(engine: Engine, level: LevelDefinition): Finding[] {
  return level.spec.vms.map((vm) => {
    const granted = grantOf(vm, engine.size);
    const size = `VM ${vm.name}: ${granted.vCpu} of ${vm.vCpu} vCPU, ${formatBytes(granted.memoryBytes)} of ${formatBytes(vm.memoryBytes)}`;
    return granted.vCpu < vm.vCpu || granted.memoryBytes < vm.memoryBytes
      ? note(`${size}: a pass still counts (a fortiori), a failure proves nothing`)
      : good(size);
  });
}

/** What a run of this level would find on this machine; starts nothing. */
export async function checkUp(level: LevelDefinition): Promise<Finding[]> {
  let engine: Engine;
  try {
    engine = await connectEngine();
  } catch (error) {
    const hint = error instanceof HarnessError && error.hint !== null ? `: ${error.hint}` : '';
    return [fault(`${messageOf(error)}${hint}`)];
  }
  const findings = [
    good(
      `container engine: ${engine.description}, ${engine.size.vCpu} vCPU, ${formatBytes(engine.size.memoryBytes)}`,
    ),
  ];
  findings.push(...(await imageFindings(engine, level)), ...sizeFindings(engine, level));
  const free = freeBytes(defaultRunsFolder);
  findings.push(
    free < MIN_FREE_BYTES
      ? fault(`disk: ${formatBytes(free)} free, ${formatBytes(MIN_FREE_BYTES)} needed`)
      : good(`disk: ${formatBytes(free)} free`),
  );
  const vCpu = level.spec.vms.reduce((sum, vm) => sum + grantOf(vm, engine.size).vCpu, 0);
  if (vCpu + 1 > engine.size.vCpu)
    findings.push(
      note(
        'the load generator shares cores with the VMs: it can only hurt the result, so nothing will be refuted',
      ),
    );
  const holder = lockHolder();
  if (holder !== null)
    findings.push(fault(`run ${holder.runId} is under way (process ${pidOf(holder.owner)})`));
  for (const run of await findRuns(engine.docker)) {
    if (run.runId !== holder?.runId)
      findings.push(
        note(`run ${run.runId} left ${run.containers.length} containers: capacity down removes them`),
      );
  }
  return findings;
}
