import type Dockerode from 'dockerode';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { LimitsData } from '../core/evidence/setup.ts';
import type { Role } from '../core/level.ts';
import { monotonicMs, sleep } from '../host/clock.ts';
import { readTextIfThere } from '../host/files.ts';
import { lastLogLines } from './engine.ts';
import type { Grant } from './grant.ts';
import { membershipOf, pathsOf } from './membership.ts';
import { matched } from './settings.ts';

// A VM of an image that knows nothing of this project: it is asked from outside only.

type Reading = LimitsData['readings'][number];

/** What a foreign VM of a role answers with 200 when it is ready. */
const answers: Partial<Record<Role, { port: number; path: string }>> = {
  waha: { port: 3000, path: '/ping' },
  telephony: { port: 8088, path: '/health' },
};

const POLL_MS = 500;
const ANSWER_MS = 2000;

/** Where a VM with these roles is asked whether it is ready. Throws where none of them can be asked. */
export function readyAnswerOf(roles: readonly Role[]): { port: number; path: string } {
  const found = roles.flatMap((role) => answers[role] ?? [])[0];
  if (found === undefined) throw new Error(`nothing tells when ${roles.join(', ')} are ready`);
  return found;
}

/** Settles once the address answers 200. Throws 'vm-died' where the container ends before, 'vm-not-ready' after the time. */
export async function awaitAnswer(
  vm: string,
  container: Dockerode.Container,
  asked: { url: string; withinMs: number },
): Promise<void> {
  const until = monotonicMs() + asked.withinMs;
  let last = 'it was not asked';
  while (monotonicMs() < until) {
    try {
      const { status, body } = await fetch(asked.url, { signal: AbortSignal.timeout(ANSWER_MS) });
      await body?.cancel();
      if (status === 200) return;
      last = `it answers ${status}`;
    } catch (error) {
      last = messageOf((error as { cause?: unknown }).cause ?? error);
    }
    const { State } = await container.inspect();
    if (!State.Running) {
      throw new HarnessError('vm-died', `VM ${vm} ended while it started (exit ${State.ExitCode})`, {
        detail: await lastLogLines(container),
      });
    }
    await sleep(POLL_MS);
  }
  const seconds = Math.round(asked.withinMs / 1000);
  const path = new URL(asked.url).pathname;
  throw new HarnessError('vm-not-ready', `VM ${vm} did not answer GET ${path} within ${seconds} s: ${last}`, {
    detail: await lastLogLines(container),
  });
}

/** Said in the place of what the VM image tells of itself. */
export const NOT_TOLD = 'settings not told by a foreign image';

/**
 * The limits of a foreign VM: what the kernel has for its container where this host's files show it, else what the engine
 * says. Its settings are nobody's to read, and that stands among them.
 */
export async function limitsOfForeign(
  vm: { name: string; granted: Grant; container: Dockerode.Container },
  when: Reading['when'],
): Promise<Reading> {
  const { Id, HostConfig, State } = await vm.container.inspect();
  const kernel = kernelLimits(Id, State.Pid);
  const { vCpu, memoryBytes } = vm.granted;
  const settings = [
    {
      ...{ name: 'cpu.quota', expected: String(vCpu) },
      read: kernel.vCpu ?? told((HostConfig.NanoCpus ?? 0) / 1e9),
    },
    {
      ...{ name: 'cpu.cores', expected: String(Math.ceil(vCpu)) },
      read: told((HostConfig.CpusetCpus ?? '').split(',').filter(Boolean).length),
    },
    {
      ...{ name: 'memory.limit', expected: String(memoryBytes) },
      read: kernel.memoryBytes ?? told(HostConfig.Memory ?? 0),
    },
    { name: 'vm.settings', expected: NOT_TOLD, read: NOT_TOLD },
  ];
  return { vm: vm.name, when, settings: matched(settings) };
}

/** The engine writes no limit as 0. */
const told = (value: number) => (value > 0 ? String(value) : 'none');

/** Limits of the container that the process leads, in version 2 or 1; null what this host does not show of it. */
function kernelLimits(id: string, pid: number): { vCpu: string | null; memoryBytes: string | null } {
  const paths = pathsOf(membershipOf(id, pid) ?? '');
  const read = (...files: string[]) =>
    files.map((file) => readTextIfThere(`/sys/fs/cgroup/${file}`)?.trim()).find((text) => text) ?? null;
  const [unified, cpu, memory] = ['', 'cpu', 'memory'].map((name) => paths.get(name));
  if (cpu !== undefined && memory !== undefined) {
    const quota = read(`cpu${cpu}/cpu.cfs_quota_us`);
    const period = read(`cpu${cpu}/cpu.cfs_period_us`);
    return { vCpu: cpuOf(quota, period), memoryBytes: read(`memory${memory}/memory.limit_in_bytes`) };
  }
  if (unified === undefined) return { vCpu: null, memoryBytes: null };
  const [quota = null, period = null] = read(`${unified}/cpu.max`)?.split(' ') ?? [];
  return { vCpu: cpuOf(quota, period), memoryBytes: read(`${unified}/memory.max`) };
}

function cpuOf(quota: string | null, period: string | null): string | null {
  if (quota === null || period === null) return null;
  return quota === 'max' || quota === '-1' ? 'none' : String(Number(quota) / Number(period));
}
