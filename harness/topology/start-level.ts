import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { StartedTestContainer } from 'testcontainers';
import { HarnessError } from '../core/errors.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { LimitsData, TopologyData } from '../core/evidence/setup.ts';
import type { Role } from '../core/level.ts';
import type { CleanUp } from '../host/cleanup.ts';
import { monotonicMs, sleep } from '../host/clock.ts';
import { thisOwner } from '../host/owner.ts';
import { type Engine, engineFault, KEEP_LABEL, OWNER_LABEL, RUN_LABEL } from './engine.ts';
import { type ExecResult, execIn } from './exec.ts';
import { coresForVms, coresOf, type Grant, grantOf } from './grant.ts';
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
  /** Told each time that a VM becomes ready, with those that are not yet. */
  onReady?: ((progress: StartProgress) => void) | undefined;
  /** Told of a VM that ended and that the level goes on without. */
  onLost?: ((vm: LostVm) => void) | undefined;
  /** Milliseconds that a VM may take to become ready; left out: two minutes. */
  readyWithinMs?: number | undefined;
  cleanUp: CleanUp;
}

/** How far a level has come up. */
export interface StartProgress {
  ready: number;
  of: number;
  /** Names of the VMs that are not ready yet. */
  waitingFor: string[];
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
  /** What the CRM derives the secrets of its webhooks from. */
  crm: string;
  waha: string;
  telephony: string;
  telephonyWebhook: string;
}

/** A level whose VMs are all ready. */
export interface StartedLevel {
  readonly runId: string;
  readonly vms: readonly StartedVm[];
  readonly topology: TopologyData;
  readonly secrets: Secrets;
  /** First VM that has the role. Throws where none has: a level without it is a fault of the level file. */
  vmWith(role: Role): StartedVm;
  /** VMs that ended since all were ready, and that the level went on without, in order. It grows while the level runs. */
  readonly lost: readonly LostVm[];
  /** Limits and settings as they are now, from inside every VM but those that were lost. */
  readLimits(when: 'before' | 'after'): Promise<LimitsData['readings']>;
  /** Rejects with 'vm-died' when a VM ends that the level needs, 'engine-lost' when the engine does; resolves when it is stopped. */
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
    crm: secret(),
    waha: secret(),
    telephony: secret(),
    telephonyWebhook: secret(),
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

/** A VM that has ended is told as lost by the watch, which looks once a second; one that is silent for longer is at fault. */
const LOSS_SEEN_WITHIN_MS = 3000;
const LOSS_POLL_MS = 100;

/** The settings of the VMs that are still there. Throws for one that is, and does not tell them. */
async function readAllLimits(
  vms: readonly StartedVm[],
  when: 'before' | 'after',
  lost: readonly LostVm[],
): Promise<LimitsData['readings']> {
  const isLost = ({ name }: StartedVm) => lost.some(({ vm }) => vm === name);
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

/** All VMs of a level, each on its way to be ready: one that waits for another looks for it itself. */
function createVms(engine: Engine, level: LevelDefinition, options: VmOptions): Promise<StartedVm>[] {
  const { network, runLabels, secrets } = options;
  const grants = level.vms.map(({ spec }) => grantOf(spec, engine.size));
  const cores = coresOf(grants, engine.size.vCpu);
  const withData = level.vms.find(({ spec }) => spec.roles.includes('postgres'));
  const waitingFor = new Set(level.vms.map(({ spec }) => spec.name));
  return level.vms.map(async (definition, i) => {
    if (options.signal.aborted) throw new HarnessError('interrupted', 'stopped while it started');
    const granted = grants[i] as Grant;
    const container = defineVm(definition, granted, {
      network,
      labels: { ...runLabels, ...options.labels },
      volumes: definition === withData && options.volume !== undefined ? [options.volume] : [],
      fixedPorts: options.keep,
      cores: cores[i] as string,
      readyWithinMs: options.readyWithinMs,
      environment: {
        DB_PASSWORD_OWNER: secrets.owner,
        DB_PASSWORD_APP: secrets.app,
        DB_PASSWORD_MONITOR: secrets.monitor,
        DB_PASSWORD_REPLICATION: secrets.replication,
        REDIS_PASSWORD: secrets.redis,
        STORAGE_SECRET_KEY: secrets.storage,
        CRM_SECRET: secrets.crm,
        WAHA_API_KEY: secrets.waha,
        TELEPHONY_API_KEY: secrets.telephony,
        TELEPHONY_WEBHOOK_SECRET: secrets.telephonyWebhook,
        ...options.environment,
      },
    });
    const started = await container.start();
    waitingFor.delete(definition.spec.name);
    const of = level.vms.length;
    options.onReady?.({ ready: of - waitingFor.size, of, waitingFor: [...waitingFor] });
    return startedVm(definition, granted, started, engine.docker);
  });
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
    // until every one of them has come to an end, also where the first has failed: none may come up after the clean-up
    starting = Promise.allSettled(creating);
    const vms = await Promise.all(creating);
    const lost: LostVm[] = [];
    const onLost = (vm: LostVm) => {
      lost.push(vm);
      options.onLost?.(vm);
    };
    const died = watchVms(docker, vms, { runId: options.runId, signal: watch.signal, onLost });
    died.catch(() => {}); // whoever races it sees it; before that it is no unhandled rejection
    return {
      runId: options.runId,
      vms,
      secrets,
      died,
      lost,
      topology: describe(level, vms, { engine, startedInMs: monotonicMs() - from }),
      vmWith(role) {
        const vm = vms.find((candidate) => candidate.roles.includes(role));
        if (vm === undefined)
          throw new HarnessError('bad-level-file', `no VM of level ${level.spec.level} has the role ${role}`);
        return vm;
      },
      readLimits: (when) => readAllLimits(vms, when, lost),
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
    vmVCpu: coresForVms(facts.engine.size.vCpu),
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
