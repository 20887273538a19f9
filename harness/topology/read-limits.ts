import type Dockerode from 'dockerode';
import { HarnessError } from '../core/errors.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { LimitsData } from '../core/evidence/setup.ts';
import { monotonicMs, sleep } from '../host/clock.ts';
import type { ExecResult } from './exec.ts';
import { limitsOfForeign } from './foreign-vm.ts';
import type { Grant } from './grant.ts';
import { matchSettings } from './settings.ts';

interface ReadableVm {
  name: string;
  granted: Grant;
  container: Dockerode.Container;
  foreign: boolean;
  exec(command: string[]): Promise<ExecResult>;
}

type Reading = LimitsData['readings'][number];

async function readLimitsOf(vm: ReadableVm, when: Reading['when']): Promise<Reading> {
  if (vm.foreign) return limitsOfForeign(vm, when);
  const result = await vm.exec(['/opt/vm/settings']);
  if (result.exitCode !== 0)
    throw new HarnessError('vm-died', `VM ${vm.name} does not tell its settings: ${result.stderr.trim()}`);
  return { vm: vm.name, when, settings: matchSettings(result.stdout) };
}

/** A VM that has ended is told as lost by the watch, which looks once a second; one that is silent for longer is at fault. */
const LOSS_SEEN_WITHIN_MS = 3000;
const LOSS_POLL_MS = 100;

/** The limits and settings of the VMs that are still there. Throws for one that is, and does not tell them. */
export async function readAllLimits(
  vms: readonly ReadableVm[],
  when: Reading['when'],
  lost: readonly LostVm[],
): Promise<Reading[]> {
  const isLost = ({ name }: ReadableVm) => lost.some(({ vm }) => vm === name);
  const readings = vms.map(async (vm) => {
    if (isLost(vm)) return [];
    try {
      return [await readLimitsOf(vm, when)];
    } catch (error) {
      const until = monotonicMs() + LOSS_SEEN_WITHIN_MS;
      while (!isLost(vm) && monotonicMs() < until) await sleep(LOSS_POLL_MS);
      if (isLost(vm)) return [];
      throw error;
    }
  });
  return (await Promise.all(readings)).flat();
}
