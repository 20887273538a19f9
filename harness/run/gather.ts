import { STAFF_PASSWORD } from '../../scenarios/lib/staff.ts';
import { messageOf } from '../core/errors.ts';
import type { EvidenceData } from '../core/evidence/catalogue.ts';
import { type Evidence, type EvidenceId, unavailable } from '../core/evidence/envelope.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { LimitsData } from '../core/evidence/setup.ts';
import { tenants } from '../core/level.ts';
import type { RunSpec } from '../core/run-record.ts';
import type { CleanUp } from '../host/cleanup.ts';
import { nowMs } from '../host/clock.ts';
import { writeWhole } from '../host/files.ts';
import { untilAborted } from '../host/interrupt.ts';
import type { Output } from '../host/output.ts';
import { calibrate } from '../load/calibration.ts';
import { type LoadEngine, type LoadPlan, type LoadTimes, planOf } from '../load/engine.ts';
import { reduceGenerator } from '../load/samples/reduce-generator.ts';
import { reduceSamples } from '../load/samples/reduce-samples.ts';
import { observeLevel } from '../telemetry/registry.ts';
import { type Engine, lastLogLines } from '../topology/engine.ts';
import type { LevelDefinition } from '../topology/level-file.ts';
import { type StartedLevel, startLevel } from '../topology/start-level.ts';
import { awaitServing, type Target } from './await-serving.ts';
import { loadCatalogue } from './catalogue.ts';
import { conformanceOf } from './conformance.ts';
import { type LevelData, prepareData } from './datasets/level-data.ts';
import { loadLine, startLine } from './load-line.ts';
import { type LossPolicy, lossPolicy } from './losses.ts';
import { pinnedCores } from './pinning.ts';
import { type RunFolder, writeEvidence } from './run-folder.ts';

export interface GatherTools {
  engine: Engine;
  load: LoadEngine;
  output: Output;
  cleanUp: CleanUp;
  signal: AbortSignal;
}

export interface GatherRequest {
  spec: RunSpec;
  level: LevelDefinition;
  folder: RunFolder;
  /** From 1. */
  repetition: number;
  /** False: every level is seeded itself instead of getting a copy of a kept dataset. Left out: true. */
  datasetCache?: boolean | undefined;
  /** Whether the level's test hosts start with it. Left out: no. */
  withTestHosts?: boolean | undefined;
}

/** One repetition at work: the request, the tools, and a signal that also fires when a VM dies. */
interface Repetition extends GatherRequest, GatherTools {
  started: StartedLevel;
  data: LevelData;
  losses: LossPolicy;
}

const LOG_LINES = 2000;

/** What `observeIt` returns as evidence on disk; what it throws becomes `unavailable` with the reason. */
async function record<Id extends EvidenceId>(
  { folder, repetition }: GatherRequest,
  about: { id: Id; source: string },
  observeIt: () => Promise<EvidenceData[Id]> | EvidenceData[Id],
): Promise<void> {
  const fromMs = nowMs();
  let evidence: Evidence<EvidenceData[Id]>;
  try {
    const data = await observeIt();
    evidence = { ...about, schemaVersion: 1, status: 'observed', fromMs, toMs: nowMs(), data };
  } catch (error) {
    evidence = unavailable(about.id, about.source, messageOf(error));
  }
  writeEvidence(folder, repetition, evidence);
}

async function up(
  request: GatherRequest,
  data: LevelData,
  tools: GatherTools,
  onLost: (vm: LostVm) => void,
): Promise<StartedLevel> {
  const step = tools.output.step(`level ${request.spec.level} up`);
  try {
    const started = await startLevel(tools.engine, request.level, {
      runId: request.spec.runId,
      keep: false,
      environment: request.spec.defect === null ? {} : { CRM_DEFECT: request.spec.defect },
      volume: data.volume,
      withTestHosts: request.withTestHosts,
      onReady: (progress) => step.update(startLine(progress), progress.ready / progress.of),
      onLost,
      cleanUp: tools.cleanUp,
    });
    step.done(started.vms.map((vm) => `${vm.name} ${vm.granted.vCpu} vCPU`).join(', '));
    return started;
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** Where the traffic enters a level, with the authority that signed its certificate. */
async function targetOf(started: StartedLevel): Promise<Target> {
  const entry = started.vms.find((vm) => vm.roles.includes('haproxy')) ?? started.vmWith('nginx');
  const ca = await entry.exec(['cat', '/etc/vm/tls/ca.crt']);
  return { baseUrl: `https://127.0.0.1:${entry.port(443)}`, caPem: ca.stdout };
}

async function observeLoad(rep: Repetition, plan: LoadPlan): Promise<LoadTimes> {
  const scene = { level: rep.started, engine: rep.engine };
  const raw = rep.folder.repetition(rep.repetition).raw;
  const observations = await observeLevel(scene, raw);
  let times: LoadTimes | null = null;
  try {
    times = await runLoad(rep, plan);
    return times;
  } finally {
    const ended = times;
    const window = ended && {
      loadFromMs: ended.loadFromMs,
      fromMs: ended.windowFromMs,
      toMs: ended.windowToMs,
    };
    for (const evidence of await Promise.all(observations.map((o) => o.finish(window)))) {
      writeEvidence(rep.folder, rep.repetition, evidence);
    }
  }
}

async function runLoad(rep: Repetition, plan: LoadPlan): Promise<LoadTimes> {
  const step = rep.output.step(`load ${plan.users} users`);
  const total = plan.warmUpS + plan.windowS;
  try {
    const times = await rep.load.run(plan, {
      signal: rep.signal,
      windowOpens: () => rep.losses.windowOpens(),
      progress(progress) {
        const before = progress.phase === 'warm-up' ? 0 : plan.warmUpS;
        const length = progress.phase === 'warm-up' ? plan.warmUpS : plan.windowS;
        const gone = before + length - Math.min(length, progress.secondsLeft ?? 0);
        step.update(loadLine(progress, plan.users), progress.phase === 'log-in' ? 0 : gone / total);
      },
    });
    step.done(`${plan.warmUpS} s warm-up, ${plan.windowS} s judged`);
    return times;
  } catch (error) {
    step.fail();
    throw error;
  }
}

async function calibrateEngine(rep: Repetition, plan: LoadPlan): Promise<void> {
  const step = rep.output.step('calibrate the load generator');
  const outDir = `${rep.folder.repetition(rep.repetition).raw}/calibration`;
  await record(rep, { id: 'calibration', source: 'the engine against a null server on this host' }, () =>
    calibrate(rep.load, { ...plan, outDir }, rep.signal),
  );
  step.done();
}

async function observeAll(rep: Repetition): Promise<void> {
  const { spec, started, signal } = rep;
  await record(rep, { id: 'topology', source: 'container engine and level file' }, () => started.topology);
  const dataset = await untilAborted(signal, rep.data.settle(started));
  await record(rep, { id: 'dataset', source: 'seed certificate' }, () => dataset);
  const target = await targetOf(started);
  await awaitServing(target, signal);
  const raw = rep.folder.repetition(rep.repetition).raw;
  const cores = pinnedCores(rep.engine.size.vCpu);
  const plan = planOf(spec, { ...target, tenants, staffPassword: STAFF_PASSWORD, outDir: raw, cores });
  await calibrateEngine(rep, plan);
  const readings: LimitsData['readings'] = await started.readLimits('before');
  await record(rep, { id: 'conformance', source: 'level, readings before the load, catalogue' }, () =>
    conformanceOf(started.topology, readings, loadCatalogue()),
  );
  await observeLoad(rep, plan);
  await record(rep, { id: 'limits', source: 'inside each VM, before and after the load' }, async () => ({
    readings: [...readings, ...(await started.readLimits('after'))],
  }));
  // before the samples: without it, evidence of before events were kept would be taken for a run without any
  await record(rep, { id: 'events', source: 'the watch over the VMs, once a second' }, () => ({
    events: [...started.lost],
  }));
  await record(rep, { id: 'samples', source: `raw samples of the ${rep.load.id} engine` }, () =>
    reduceSamples(raw),
  );
  await record(rep, { id: 'generator', source: `health of the ${rep.load.id} engine` }, () =>
    reduceGenerator(raw),
  );
}

/**
 * Runs one repetition from nothing to nothing: data ready, level up, load under observation, level down. Evidence is on disk
 * as it comes; a fault leaves what was measured. Throws HarnessError; containers are gone when it returns or throws.
 */
export async function gather(request: GatherRequest, tools: GatherTools): Promise<void> {
  tools.signal.throwIfAborted();
  const { spec, level } = request;
  const cache = request.datasetCache ?? true;
  const data = await prepareData({ runId: spec.runId, spec, level, keep: false, cache }, tools);
  const stop = new AbortController();
  const losses = lossPolicy(tools.output, (fault) => stop.abort(fault));
  const started = await untilAborted(tools.signal, up(request, data, tools, losses.onLost));
  const onAbort = () => stop.abort(tools.signal.reason);
  tools.signal.addEventListener('abort', onAbort, { once: true });
  started.died.catch((error) => stop.abort(error));
  try {
    await observeAll({ ...request, ...tools, started, data, losses, signal: stop.signal });
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    tools.signal.removeEventListener('abort', onAbort);
    for (const vm of [...started.vms, ...started.testHosts]) {
      const text = await lastLogLines(vm.container, LOG_LINES);
      writeWhole(request.folder.repetition(request.repetition).log(vm.name), `${text}\n`);
    }
    // a failure here must not hide the first one; the clean-up at the end tries again and tells what it could not remove
    await started.stop().catch(() => {});
  }
}
