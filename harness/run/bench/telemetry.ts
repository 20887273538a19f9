import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { GIB } from '../../core/units.ts';
import { createCleanUp } from '../../host/cleanup.ts';
import { monotonicMs, sleep } from '../../host/clock.ts';
import { builtVmImage, readEnvironment } from '../../host/environment.ts';
import { newRunId } from '../../host/identity.ts';
import { abortOnSignals, surviveFaults, untilAborted } from '../../host/interrupt.ts';
import { ownCpuSeconds } from '../../host/machine.ts';
import { createOutput } from '../../host/output.ts';
import { takeRunLock } from '../../host/run-lock.ts';
import type { CollectedId } from '../../telemetry/collector.ts';
import { collectedOf, observeLevel } from '../../telemetry/registry.ts';
import { connectEngine, type Engine } from '../../topology/engine.ts';
import type { LevelDefinition } from '../../topology/level-file.ts';
import { type StartedLevel, startLevel } from '../../topology/start-level.ts';
import { type Figure, isOver, medianOf, tableOf, wholeOf } from './budgets.ts';

/**
 * `npm run bench:telemetry [-- --seconds 20 --repeat 3 --each]`: what observing an idle VM with all roles of Level 1 costs, as
 * the difference between times with the collectors and times without, in turn, in one run on this machine.
 */
const MOST_OF_A_CORE = 0.05;

const output = createOutput(readEnvironment());
const cleanUp = createCleanUp();
surviveFaults(() => cleanUp.run());
const { signal } = abortOnSignals();

/** CPU-seconds a second. */
interface Cost {
  harness: number;
  vm: number;
}

function levelOf(image: string): LevelDefinition {
  const spec = {
    name: 'app',
    roles: ['app', 'postgres', 'pgbouncer', 'redis', 'nginx', 'smtp'] as const,
    ...{ vCpu: 2, memoryBytes: 4 * GIB, diskBytes: 0 },
  };
  const vm = { ...spec, roles: [...spec.roles] };
  const ports = [443, 5432, 6432, 6379, 8082].map((container) => ({ container, host: null }));
  return {
    spec: { level: 1, source: 'custom', vms: [vm] },
    vms: [{ spec: vm, image, environment: {}, ports, shmBytes: GIB }],
  };
}

/** CPU-seconds of all VMs so far. */
async function vmCpuSeconds(level: StartedLevel): Promise<number> {
  const used = level.vms.map(async ({ container }) => {
    const stats = await container.stats({ stream: false, 'one-shot': true } as { stream: false });
    return stats.cpu_stats.cpu_usage.total_usage / 1e9;
  });
  return (await Promise.all(used)).reduce((sum, seconds) => sum + seconds, 0);
}

async function costOver(seconds: number, level: StartedLevel): Promise<Cost> {
  const [from, ownFrom, vmFrom] = [monotonicMs(), ownCpuSeconds(), await vmCpuSeconds(level)];
  await sleep(seconds * 1000, signal);
  const [own, vm] = [ownCpuSeconds() - ownFrom, (await vmCpuSeconds(level)) - vmFrom];
  const passed = (monotonicMs() - from) / 1000;
  return { harness: own / passed, vm: vm / passed };
}

/** The same with the collectors at work; opening and closing them is not in it. */
async function costObserved(
  seconds: number,
  scene: { level: StartedLevel; engine: Engine },
  ids: readonly CollectedId[],
): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-telemetry-'));
  const observations = await observeLevel(scene, folder, ids);
  try {
    return await costOver(seconds, scene.level);
  } finally {
    await Promise.all(observations.map((one) => one.finish(null)));
    rmSync(folder, { recursive: true, force: true });
  }
}

const percent = (ratio: number) => `${(ratio * 100).toFixed(2)} %`;
const told = ({ harness, vm }: Cost) => `harness ${percent(harness)}, VM ${percent(vm)} of a core`;

async function step(text: string, work: () => Promise<Cost>): Promise<Cost> {
  const under = output.step(text);
  try {
    const cost = await untilAborted(signal, work());
    under.done(told(cost));
    return cost;
  } catch (error) {
    under.fail();
    throw error;
  }
}

interface Options {
  seconds: number;
  repeat: number;
  each: boolean;
}

async function measure({ seconds, repeat, each }: Options): Promise<Figure[]> {
  const image = builtVmImage();
  if (image === null)
    throw new HarnessError('no-image', 'there is no VM image yet', { hint: 'npm run setup' });
  const runId = newRunId(1, 'bench');
  cleanUp.add('run lock', takeRunLock(runId)); // a run beside it would spoil both
  const engine = await connectEngine();
  const start = { runId, keep: false, environment: {}, cleanUp };
  const level = await untilAborted(signal, startLevel(engine, levelOf(image), start));
  const scene = { level, engine };
  const all = collectedOf(level);
  await sleep(5000, signal); // what a VM does once it is up
  const without: Cost[] = [];
  const observed: Cost[] = [];
  for (let round = 0; round < repeat; round++) {
    without.push(await step(`${seconds} s without`, () => costOver(seconds, level)));
    observed.push(await step(`${seconds} s with all collectors`, () => costObserved(seconds, scene, all)));
  }
  const middle = (costs: readonly Cost[], of: keyof Cost) => medianOf(costs.map((cost) => cost[of]));
  const added = (costs: readonly Cost[], of: keyof Cost) => middle(costs, of) - middle(without, of);
  const figure = (what: string, value: number, most: number | null = null): Figure => ({
    ...{ what, value, most, show: percent },
  });
  const sum = (costs: readonly Cost[]) => added(costs, 'harness') + added(costs, 'vm');
  const figures = [
    figure('idle VM, of a core', middle(without, 'vm')),
    figure('observing, in the harness', added(observed, 'harness')),
    figure('observing, in the VM', added(observed, 'vm')),
    figure('observing, both together', sum(observed), MOST_OF_A_CORE),
  ];
  for (const id of each ? all : []) {
    const alone = await step(`${seconds} s with ${id} alone`, () => costObserved(seconds, scene, [id]));
    figures.push(figure(`${id} alone`, sum([alone])));
  }
  return figures;
}

async function main(): Promise<ExitCode> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' },
      repeat: { type: 'string', default: '3' },
      each: { type: 'boolean', default: false },
    },
  });
  const figures = await measure({
    ...{ seconds: wholeOf(values.seconds, 1, 600), repeat: wholeOf(values.repeat, 1, 100) },
    each: values.each,
  });
  output.line();
  for (const line of tableOf(figures)) output.line(line);
  return figures.some(isOver) ? ExitCode.refuted : ExitCode.holds;
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`bench:telemetry: ${messageOf(error)}\n`);
  return error instanceof HarnessError ? error.exitCode : ExitCode.harnessFailed;
});
for (const left of await cleanUp.run()) output.warn(left);
process.exit(code);
