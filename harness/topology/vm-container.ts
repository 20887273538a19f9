import type Dockerode from 'dockerode';
import { GenericContainer, type WaitStrategy } from 'testcontainers';
import { HarnessError } from '../core/errors.ts';
import { GIB } from '../core/units.ts';
import { lastLogLines } from './engine.ts';
import { execIn } from './exec.ts';
import { awaitAnswer, readyAnswerOf } from './foreign-vm.ts';
import type { Grant } from './grant.ts';
import type { VmDefinition } from './level-file.ts';
import { mountOf, type VolumeMount } from './volumes.ts';

/** Docker gives containers a 64 MB /dev/shm; PostgreSQL's parallel queries want more. */
const DEFAULT_SHM_BYTES = 256 * 1024 ** 2;
const READY_TIMEOUT_MS = 120_000;

/** A container that stands for a VM. Its ports are published on 127.0.0.1 only. */
export class VmContainer extends GenericContainer {
  /** A name on the run's network. Testcontainers' own aliases would leave the VM on the engine's default bridge as well. */
  withAlias(network: string, alias: string): this {
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: { Aliases: [alias] } } };
    return this;
  }

  withCores(cores: string): this {
    this.hostConfig.CpusetCpus = cores;
    return this;
  }

  withVolumes(volumes: readonly VolumeMount[]): this {
    this.hostConfig.Mounts = volumes.map(mountOf);
    return this;
  }

  protected override async beforeContainerCreated(): Promise<void> {
    const bindings = this.hostConfig.PortBindings as Record<string, { HostIp?: string; HostPort: string }[]>;
    for (const port of Object.values(bindings)) for (const binding of port) binding.HostIp = '127.0.0.1';
    // we ask for readiness ourselves; a health check every few seconds would cost the VM CPU
    this.createOpts.Healthcheck = { Test: ['NONE'] };
    // no swap beyond the VM's memory: what does not fit must show
    if (this.hostConfig.Memory !== undefined) this.hostConfig.MemorySwap = this.hostConfig.Memory;
  }
}

/** Ready when the VM's own check says so; gives up early, with the log, when the container has exited. */
function waitForVm(vm: string, withinMs: number): WaitStrategy {
  const strategy: WaitStrategy = {
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => withinMs,
    waitUntilReady: (container) => awaitReady(vm, container as unknown as Dockerode.Container, withinMs),
  };
  return strategy;
}

/** Ready when the service that a foreign image is there for answers. */
function waitForAnswer(vm: VmDefinition['spec'], withinMs: number): WaitStrategy {
  const { port, path } = readyAnswerOf(vm.roles);
  const strategy: WaitStrategy = {
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => withinMs,
    waitUntilReady: (container, ports) =>
      awaitAnswer(vm.name, container as unknown as Dockerode.Container, {
        url: `http://127.0.0.1:${ports.getBinding(port)}${path}`,
        withinMs,
      }),
  };
  return strategy;
}

/**
 * One command in the VM that ends when the VM is ready. To ask from outside over and over would cost sixteen VMs that start
 * together more CPU than they have.
 */
async function awaitReady(vm: string, container: Dockerode.Container, withinMs: number): Promise<void> {
  const seconds = Math.max(1, Math.round(withinMs / 1000));
  const ready = await execIn(container, ['/opt/vm/ready', '--wait', String(seconds)]).catch(() => null);
  if (ready?.exitCode === 0) return;
  const state = (await container.inspect()).State;
  if (!state.Running) {
    throw new HarnessError('vm-died', `VM ${vm} ended while it started (exit ${state.ExitCode})`, {
      detail: await lastLogLines(container),
    });
  }
  const last = ready === null ? 'it does not tell' : ready.stdout.trim() || ready.stderr.trim();
  throw new HarnessError('vm-not-ready', `VM ${vm} was not ready within ${seconds} s: ${last}`, {
    detail: await lastLogLines(container),
  });
}

/** The container of one VM, not yet started. */
export function defineVm(
  vm: VmDefinition,
  grant: Grant,
  options: {
    network: string;
    labels: Record<string, string>;
    environment: Record<string, string>;
    volumes: readonly VolumeMount[];
    fixedPorts: boolean;
    cores: string;
    /** Milliseconds; left out: two minutes. */
    readyWithinMs?: number | undefined;
    /** The image is not built FROM the VM image. */
    foreign?: boolean | undefined;
  },
): VmContainer {
  const withinMs = options.readyWithinMs ?? READY_TIMEOUT_MS;
  return new VmContainer(vm.image)
    .withCores(options.cores)
    .withVolumes(options.volumes)
    .withAutoCleanup(false) // no reaper image is needed: our labels and clean-up do its work
    .withName(`${options.network}-${vm.spec.name}`)
    .withHostname(vm.spec.name)
    .withLabels(options.labels)
    .withEnvironment({
      ...vm.environment,
      ...options.environment,
      VM_NAME: vm.spec.name,
      VM_ROLES: vm.spec.roles.join(' '),
      VM_VCPU: String(grant.vCpu),
      VM_SPEC_VCPU: String(vm.spec.vCpu),
      VM_MEMORY_BYTES: String(grant.memoryBytes),
    })
    .withExposedPorts(...portsOf(vm, options))
    .withResourcesQuota({ cpu: grant.vCpu, memory: grant.memoryBytes / GIB })
    .withSharedMemorySize(vm.shmBytes ?? DEFAULT_SHM_BYTES)
    .withNetworkMode(options.network)
    .withAlias(options.network, vm.spec.name)
    .withWaitStrategy(
      options.foreign ? waitForAnswer(vm.spec, withinMs) : waitForVm(vm.spec.name, withinMs),
    ) as VmContainer;
}

/** Those of the level file, and of a foreign VM the one that it is asked on whether it is ready. */
function portsOf(
  { spec, ports }: VmDefinition,
  { fixedPorts, foreign }: { fixedPorts: boolean; foreign?: boolean | undefined },
): (number | { container: number; host: number })[] {
  const published = ports.map(({ container, host }) =>
    fixedPorts && host !== null ? { container, host } : container,
  );
  const asked = foreign ? readyAnswerOf(spec.roles).port : null;
  return asked === null || ports.some(({ container }) => container === asked)
    ? published
    : [...published, asked];
}
