import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { StartedTestContainer } from 'testcontainers';
import { HarnessError } from '../core/errors.ts';
import type { LimitsData, TopologyData } from '../core/evidence/setup.ts';
import type { Role } from '../core/level.ts';
import type { CleanUp } from '../host/cleanup.ts';
import { monotonicMs } from '../host/clock.ts';
import { thisOwner } from '../host/owner.ts';
import { type Engine, engineFault, KEEP_LABEL, OWNER_LABEL, RUN_LABEL } from './engine.ts';
import { type ExecResult, execIn } from './exec.ts';
import { coresOf, type Grant, grantOf } from './grant.ts';
import { removeRunOf } from './leftovers.ts';
import type { LevelDefinition, VmDefinition } from './level-file.ts';
import { matchSettings } from './settings.ts';
import { defineVm } from './vm-container.ts';
import type { VolumeMount } from './volumes.ts';
import { watchVms } from './watch.ts';

export interface StartOptions {
  runId: string;
  /** Ports of the level file instead of free ones, and left running: `capacity up`. */
  keep: boolean;
  /** More environment for every VM, such as a planted defect. */
  environment: Record<string, string>;
  /** For the VM that has the data: the first with the role postgres. */
  volume?: VolumeMount | undefined;
  /** More labels for the containers. */
  labels?: Record<string, string> | undefined;
  cleanUp: CleanUp;
}

interface StartedVm {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly granted: Grant;
  readonly container: Dockerode.Container;
  /** Host port on 127.0.0.1 that leads to a port of the VM. */
  port(inside: number): number;
  exec(command: string[]): Promise<ExecResult>;
}

interface Secrets {
  owner: string;
  app: string;
  monitor: string;
  replication: string;
  redis: string;
  /** Secret key of the object storage; its access key is 'crm'. */
  storage: string;
}

/** A level whose VMs are all ready. */
export interface StartedLevel {
  readonly runId: string;
  readonly vms: readonly StartedVm[];
  readonly topology: TopologyData;
  readonly secrets: Secrets;
  /** First VM that has the role. Throws where none has: a level without it is a fault of the level file. */
  vmWith(role: Role): StartedVm;
  /** Limits and settings as they are now, from inside every VM. */
  readLimits(when: 'before' | 'after'): Promise<LimitsData['readings']>;
  /** Rejects with 'vm-died' when a VM ends, 'engine-lost' when the engine does; resolves when the level is stopped. */
  readonly died: Promise<void>;
  stop(): Promise<void>;
}

function newSecrets(keep: boolean): Secrets {
  const secret = () => (keep ? 'capacity' : randomBytes(18).toString('base64url'));
  return {
    owner: secret(),
    app: secret(),
    monitor: secret(),
    replication: secret(),
    redis: secret(),
    storage: secret(),
  };
}

/** Host port of a published port; testcontainers knows it from the inspection at start. */
function startedVm(
  definition: VmDefinition,
  granted: Grant,
  started: StartedTestContainer,
  docker: Dockerode,
): StartedVm {
  const container = docker.getContainer(started.getId());
  return {
    name: definition.spec.name,
    roles: definition.spec.roles,
    granted,
    container,
    port: (inside) => started.getMappedPort(inside),
    exec: (command) => execIn(container, command),
  };
}

async function readLimitsOf(
  vm: StartedVm,
  when: 'before' | 'after',
): Promise<LimitsData['readings'][number]> {
  const result = await vm.exec(['/opt/vm/settings']);
  if (result.exitCode !== 0)
    throw new HarnessError('vm-died', `VM ${vm.name} does not tell its settings: ${result.stderr.trim()}`);
  return { vm: vm.name, when, settings: matchSettings(result.stdout) };
}

/** What everything of a run carries, so that clean-up and the next start find it. */
export function labelsOfRun(runId: string, keep: boolean): Record<string, string> {
  return {
    [RUN_LABEL]: runId,
    [OWNER_LABEL]: thisOwner(),
    ...(keep ? { [KEEP_LABEL]: 'true' } : {}),
  };
}

interface VmOptions extends StartOptions {
  network: string;
  runLabels: Record<string, string>;
  secrets: Secrets;
  signal: AbortSignal;
}

/** All VMs of a level, each ready. */
function createVms(engine: Engine, level: LevelDefinition, options: VmOptions): Promise<StartedVm[]> {
  const { network, runLabels, secrets } = options;
  const grants = level.vms.map(({ spec }) => grantOf(spec, engine.size));
  const cores = coresOf(grants, engine.size.vCpu);
  const withData = level.vms.find(({ spec }) => spec.roles.includes('postgres'));
  return Promise.all(
    level.vms.map(async (definition, i) => {
      if (options.signal.aborted) throw new HarnessError('interrupted', 'stopped while it started');
      const granted = grants[i] as Grant;
      const container = defineVm(definition, granted, {
        network,
        labels: { ...runLabels, ...options.labels },
        volumes: definition === withData && options.volume !== undefined ? [options.volume] : [],
        fixedPorts: options.keep,
        cores: cores[i] as string,
        environment: {
          DB_PASSWORD_OWNER: secrets.owner,
          DB_PASSWORD_APP: secrets.app,
          DB_PASSWORD_MONITOR: secrets.monitor,
          DB_PASSWORD_REPLICATION: secrets.replication,
          REDIS_PASSWORD: secrets.redis,
          STORAGE_SECRET_KEY: secrets.storage,
          ...options.environment,
        },
      });
      return startedVm(definition, granted, await container.start(), engine.docker);
    }),
  );
}

/**
 * Starts every VM of a level and waits until each says that it is ready. Whatever was started is registered for
 * clean-up before it starts, so that a failure at any point leaves nothing behind. Throws HarnessError.
 */
export async function startLevel(
  engine: Engine,
  level: LevelDefinition,
  options: StartOptions,
): Promise<StartedLevel> {
  const { docker } = engine;
  const from = monotonicMs();
  const secrets = newSecrets(options.keep);
  const runLabels = labelsOfRun(options.runId, options.keep);
  const network = `capacity-${options.runId}`;
  const watch = new AbortController();
  let starting: Promise<unknown> = Promise.resolve();
  const removeOwn = () => removeRunOf(docker, options.runId);
  const removeAll = async () => {
    watch.abort();
    await removeOwn();
    // a VM that was being created meanwhile fails now or comes up: wait for that, then take it away too
    await starting.catch(() => {});
    await removeOwn();
  };
  const forget = options.cleanUp.add(`containers of run ${options.runId}`, removeAll);
  try {
    const networkMade = docker.createNetwork({
      Name: network,
      Labels: runLabels,
      Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
    });
    starting = networkMade;
    await networkMade;
    const creating = createVms(engine, level, {
      ...options,
      network,
      runLabels,
      secrets,
      signal: watch.signal,
    });
    starting = creating;
    const vms = await creating;
    const died = watchVms(docker, vms, { runId: options.runId, signal: watch.signal });
    died.catch(() => {}); // whoever races it sees it; before that it is no unhandled rejection
    return {
      runId: options.runId,
      vms,
      secrets,
      died,
      topology: describe(level, vms, { engine, startedInMs: monotonicMs() - from }),
      vmWith(role) {
        const vm = vms.find((candidate) => candidate.roles.includes(role));
        if (vm === undefined)
          throw new HarnessError('bad-level-file', `no VM of level ${level.spec.level} has the role ${role}`);
        return vm;
      },
      readLimits: (when) => Promise.all(vms.map((vm) => readLimitsOf(vm, when))),
      async stop() {
        if (options.keep) {
          watch.abort();
          return forget();
        }
        await removeAll();
        forget();
      },
    };
  } catch (error) {
    throw engineFault(error);
  }
}

function describe(
  level: LevelDefinition,
  vms: StartedVm[],
  facts: { engine: Engine; startedInMs: number },
): TopologyData {
  return {
    level: level.spec.level,
    levelSource: level.spec.source,
    image: [...new Set(level.vms.map((vm) => vm.image))].join(', '),
    hostVCpu: facts.engine.size.vCpu,
    hostMemoryBytes: facts.engine.size.memoryBytes,
    startedInMs: facts.startedInMs,
    vms: level.vms.map(({ spec }, index) => ({
      vm: spec.name,
      roles: spec.roles,
      spec: { vCpu: spec.vCpu, memoryBytes: spec.memoryBytes, diskBytes: spec.diskBytes },
      granted: vms[index]?.granted ?? { vCpu: spec.vCpu, memoryBytes: spec.memoryBytes },
    })),
  };
}
