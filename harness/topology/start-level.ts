import type Dockerode from 'dockerode';
import type { StartedTestContainer } from 'testcontainers';
import { HarnessError } from '../core/errors.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { LimitsData, TopologyData } from '../core/evidence/setup.ts';
import type { ImageOwner } from '../core/image.ts';
import type { Role } from '../core/level.ts';
import type { CleanUp } from '../host/cleanup.ts';
import { monotonicMs } from '../host/clock.ts';
import { thisOwner } from '../host/owner.ts';
import { type Engine, engineFault, KEEP_LABEL, OWNER_LABEL, RUN_LABEL } from './engine.ts';
import { type ExecResult, execIn } from './exec.ts';
import { coresForVms, coresOf, type Grant, grantOf, testHostPlace } from './grant.ts';
import { findImages, type ImageFacts } from './images.ts';
import { removeRunOf } from './leftovers.ts';
import type { LevelDefinition, VmDefinition } from './level-file.ts';
import { newSecrets, type Secrets, secretsFor } from './level-secrets.ts';
import { monitoringOnly } from './monitored.ts';
import { readAllLimits } from './read-limits.ts';
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
  /** Whether the level's test hosts start too; left out: they do not. */
  withTestHosts?: boolean | undefined;
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
  readonly image: string;
  readonly owner: ImageOwner;
  /** Its image is not built FROM the VM image: nothing of the project's can be asked of it. */
  readonly foreign: boolean;
  /** Host port on 127.0.0.1 that leads to a port of the VM. */
  port(inside: number): number;
  exec(command: string[]): Promise<ExecResult>;
}

/** A level whose VMs are all ready. */
export interface StartedLevel {
  readonly runId: string;
  readonly vms: readonly StartedVm[];
  /** Hosts of the world outside, where they were asked for: no VMs of the level. */
  readonly testHosts: readonly StartedVm[];
  readonly topology: TopologyData;
  readonly secrets: Secrets;
  /** First VM that has the role. Throws where none has: a level without it is a fault of the level file. */
  vmWith(role: Role): StartedVm;
  /** VMs that ended since all were ready, and that the level went on without, in order. It grows while the level runs. */
  readonly lost: readonly LostVm[];
  /** Limits and settings as they are now, from inside every VM but those that were lost. */
  readLimits(when: 'before' | 'after'): Promise<LimitsData['readings']>;
  /**
   * Rejects with 'vm-died' when a VM ends that the level needs, 'load-failed' when a test host does, 'engine-lost' when the
   * engine does; resolves when it is stopped.
   */
  readonly died: Promise<void>;
  stop(): Promise<void>;
}

/** Host port of a published port; testcontainers knows it from the inspection at start. */
function startedVm(
  { definition, granted, image }: Planned,
  started: StartedTestContainer,
  docker: Dockerode,
): StartedVm {
  const container = docker.getContainer(started.getId());
  return {
    name: definition.spec.name,
    roles: definition.spec.roles,
    granted,
    container,
    ...image,
    port: (inside) => started.getMappedPort(inside),
    exec: (command) => execIn(container, command),
  };
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

/** A VM or a test host with what it gets here. */
interface Planned {
  definition: VmDefinition;
  image: ImageFacts;
  granted: Grant;
  cores: string;
  volume: VolumeMount | null;
}

/** The level's VMs, and after them the test hosts that are asked for. Exported for tests. */
export async function planAll(
  engine: Pick<Engine, 'docker' | 'size'>,
  level: LevelDefinition,
  options: Pick<StartOptions, 'volume' | 'withTestHosts'>,
): Promise<{ vms: Planned[]; testHosts: Planned[] }> {
  const hosts = options.withTestHosts ? (level.testHosts ?? []) : [];
  const images = await findImages(engine, { vms: level.vms, testHosts: hosts });
  const imageOf = ({ image }: VmDefinition) => images.get(image) as ImageFacts;
  const foreign = new Set(level.vms.filter((vm) => imageOf(vm).foreign).map(({ spec }) => spec.name));
  const grants = level.vms.map(({ spec }) => grantOf(spec, engine.size));
  const cores = coresOf(grants, engine.size.vCpu);
  const withData = level.vms.find(({ spec }) => spec.roles.includes('postgres'));
  return {
    vms: level.vms.map((definition, i) => ({
      definition: { ...definition, environment: monitoringOnly(definition.environment, foreign) },
      ...{ image: imageOf(definition), granted: grants[i] as Grant, cores: cores[i] as string },
      volume: definition === withData ? (options.volume ?? null) : null,
    })),
    testHosts: hosts.map((definition) => ({
      ...{ definition, image: imageOf(definition), ...testHostPlace(definition.spec, engine.size) },
      volume: null,
    })),
  };
}

/** All of them, each on its way to be ready: one that waits for another looks for it itself. */
function createVms(engine: Engine, planned: readonly Planned[], options: VmOptions): Promise<StartedVm>[] {
  const { network, runLabels, secrets } = options;
  const waitingFor = new Set(planned.map(({ definition }) => definition.spec.name));
  return planned.map(async (one) => {
    if (options.signal.aborted) throw new HarnessError('interrupted', 'stopped while it started');
    const { definition, image, granted, cores, volume } = one;
    const container = defineVm(definition, granted, {
      network,
      labels: { ...runLabels, ...options.labels },
      volumes: volume === null ? [] : [volume],
      fixedPorts: options.keep,
      cores,
      readyWithinMs: options.readyWithinMs,
      foreign: image.foreign,
      environment: {
        ...secretsFor(definition.spec.roles, secrets),
        ...(image.foreign ? {} : options.environment),
      },
    });
    const started = await container.start();
    waitingFor.delete(definition.spec.name);
    const of = planned.length;
    options.onReady?.({ ready: of - waitingFor.size, of, waitingFor: [...waitingFor] });
    return startedVm(one, started, engine.docker);
  });
}

/**
 * Starts every VM of a level, with its test hosts where they are asked for, and waits until each says that it is ready. Whatever was started is registered for
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
    const planned = await planAll(engine, level, options);
    if (watch.signal.aborted) throw new HarnessError('interrupted', 'stopped before it started');
    const networkMade = docker.createNetwork({
      Name: network,
      Labels: runLabels,
      Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
    });
    starting = networkMade;
    await networkMade;
    const creating = createVms(engine, [...planned.vms, ...planned.testHosts], {
      ...options,
      network,
      runLabels,
      secrets,
      signal: watch.signal,
    });
    // until every one of them has come to an end, also where the first has failed: none may come up after the clean-up
    starting = Promise.allSettled(creating);
    const all = await Promise.all(creating);
    const [vms, testHosts] = [all.slice(0, level.vms.length), all.slice(level.vms.length)];
    const lost: LostVm[] = [];
    const onLost = (vm: LostVm) => {
      lost.push(vm);
      options.onLost?.(vm);
    };
    const died = watchVms(docker, vms, { runId: options.runId, signal: watch.signal, onLost, testHosts });
    died.catch(() => {}); // whoever races it sees it; before that it is no unhandled rejection
    return {
      runId: options.runId,
      vms,
      testHosts,
      secrets,
      died,
      lost,
      topology: describe(level, planned, { engine, startedInMs: monotonicMs() - from }),
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
  planned: { vms: readonly Planned[]; testHosts: readonly Planned[] },
  facts: { engine: Engine; startedInMs: number },
): TopologyData {
  const place = ({ definition: { spec }, granted, image }: Planned) => ({
    ...{ roles: spec.roles, granted, image: image.image, imageOwner: image.owner },
    ...(image.foreign ? { foreign: true as const } : {}),
  });
  return {
    level: level.spec.level,
    levelSource: level.spec.source,
    image: [...new Set(level.vms.map((vm) => vm.image))].join(', '),
    hostVCpu: facts.engine.size.vCpu,
    vmVCpu: coresForVms(facts.engine.size.vCpu),
    hostMemoryBytes: facts.engine.size.memoryBytes,
    startedInMs: facts.startedInMs,
    vms: planned.vms.map((one) => {
      const { name, vCpu, memoryBytes, diskBytes } = one.definition.spec;
      return { vm: name, spec: { vCpu, memoryBytes, diskBytes }, ...place(one) };
    }),
    ...(planned.testHosts.length === 0
      ? {}
      : { testHosts: planned.testHosts.map((one) => ({ host: one.definition.spec.name, ...place(one) })) }),
  };
}
