import { HarnessError, messageOf } from '../core/errors.ts';
import { ownerOf } from '../core/image.ts';
import { formatBytes } from '../core/units.ts';
import { pidOf } from '../host/owner.ts';
import { lockHolder } from '../host/run-lock.ts';
import { connectEngine, type Engine } from '../topology/engine.ts';
import { generatorCores, grantOf } from '../topology/grant.ts';
import { findRuns } from '../topology/leftovers.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { type DataSize, diskOf, shortagesOf, vmsOf } from './needs.ts';
import { pinnedCores } from './pinning.ts';
import { needsHere, roomOf } from './room.ts';
import { defaultRunsFolder } from './run-folder.ts';

export interface Finding {
  ok: boolean;
  /** Whether a run cannot start while it is so. */
  fatal: boolean;
  says: string;
}

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
          () => good(ownerOf(image) === 'project' ? `VM image ${image}` : `your image ${image}`),
          () =>
            ownerOf(image) === 'project'
              ? fault(`the VM image ${image} is not there: npm run setup builds it`)
              : note(`your image ${image} is not there yet: a run tries to pull it`),
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

/** Memory and disk that the level takes, beside what is free. */
async function roomFindings(engine: Engine, level: LevelDefinition, data: DataSize): Promise<Finding[]> {
  const needs = needsHere(engine, { level, data, cache: true });
  const room = await roomOf(engine, defaultRunsFolder);
  const short = shortagesOf(needs, room);
  const disk = diskOf(needs, room);
  return [
    ...short.map(({ says, hint }) => fault(`${says}: ${hint}`)),
    ...(short.some(({ code }) => code === 'no-memory')
      ? []
      : [
          good(
            `memory: ${formatBytes(needs.memoryBytes)} needed for ${vmsOf(needs)} and the harness, ${formatBytes(room.memoryBytes)} free`,
          ),
        ]),
    ...(short.some(({ code }) => code === 'no-disk')
      ? []
      : [
          good(
            `disk: ${formatBytes(disk.needed)} needed for ${data.customers.toLocaleString('en-IN')} customers, ${formatBytes(disk.free)} free where ${disk.where}`,
          ),
        ]),
  ];
}

/** Where the generator runs, beside the VMs. */
function coreFindings(engine: Engine, level: LevelDefinition): Finding[] {
  const vCpu = level.spec.vms.reduce((sum, vm) => sum + grantOf(vm, engine.size).vCpu, 0);
  const own = generatorCores(engine.size.vCpu);
  const pinned = pinnedCores(engine.size.vCpu);
  const cores = own.join(' and ');
  return [
    ...(own.length === 0
      ? []
      : pinned === null
        ? [note(`the VMs keep off core ${cores}, but the load generator cannot be held to it here (taskset)`)]
        : [good(`the load generator runs on core ${cores}, which no VM uses`)]),
    ...(vCpu + 1 > engine.size.vCpu
      ? [
          note(
            'the load generator shares cores with the VMs: it can only hurt the result, so nothing will be refuted',
          ),
        ]
      : []),
  ];
}

/** What a run of this level, with so much data, would find on this machine; starts nothing. */
export async function checkUp(level: LevelDefinition, data: DataSize): Promise<Finding[]> {
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
  findings.push(...(await roomFindings(engine, level, data)), ...coreFindings(engine, level));
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
