import type { Role } from '../core/level.ts';
import { GIB } from '../core/units.ts';
import { builtVmImage } from '../host/environment.ts';
import { connectEngine } from './engine.ts';
import type { ExecResult } from './exec.ts';
import type { LevelDefinition } from './level-file.ts';
import { type StartedLevel, type StartOptions, startLevel } from './start-level.ts';

// Parts of a level on small VMs, for tests.

interface SmallVm {
  name: string;
  roles: Role[];
  ports?: number[];
  environment?: Record<string, string>;
  /** Left out: the VM image that set-up built. */
  image?: string;
}

/** Starts the VMs, each of 1 vCPU and 1 GB, and waits until all are ready. Whoever calls it runs the clean-up. */
export async function startSmallLevel(
  vms: readonly SmallVm[],
  options: Pick<StartOptions, 'runId' | 'cleanUp' | 'readyWithinMs' | 'onReady' | 'onLost'> & {
    testHosts?: readonly SmallVm[];
  },
): Promise<StartedLevel> {
  const image = builtVmImage();
  if (image === null) throw new Error('the VM image is not built: npm run setup');
  const specOf = ({ name, roles }: SmallVm) => {
    return { name, roles, vCpu: 1, memoryBytes: GIB, diskBytes: 10 * GIB };
  };
  const definitionOf = (vm: SmallVm) => ({
    spec: specOf(vm),
    image: vm.image ?? image,
    environment: vm.environment ?? {},
    ports: (vm.ports ?? []).map((container) => ({ container, host: null })),
    shmBytes: null,
  });
  const { testHosts = [], ...rest } = options;
  const level: LevelDefinition = {
    spec: { level: 1, source: 'custom', vms: vms.map(specOf) },
    vms: vms.map(definitionOf),
    testHosts: testHosts.map(definitionOf),
  };
  const withTestHosts = testHosts.length > 0;
  return startLevel(await connectEngine(), level, { ...rest, withTestHosts, keep: false, environment: {} });
}

/** Runs a command in the VM of that name. */
export function execInVm(level: StartedLevel, name: string, command: string[]): Promise<ExecResult> {
  const vm = level.vms.find((one) => one.name === name);
  if (vm === undefined) throw new Error(`the level has no VM ${name}`);
  return vm.exec(command);
}

/** What a command in the VM of that name prints, trimmed. Throws with its last words where it fails. */
export async function printedInVm(level: StartedLevel, name: string, command: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await execInVm(level, name, command);
  if (exitCode !== 0) throw new Error(`${name}: ${command.join(' ')}: ${stderr || stdout}`);
  return stdout.trim();
}
