import { parseArgs } from 'node:util';
import { seedNaively } from '../../../seed/bench/naive.ts';
import type { SeedingTask, SeedingTimes } from '../../../seed/bench/seeding-messages.ts';
import { copyOnServer, exportSql } from '../../../seed/bench/server-copy.ts';
import type { SeedRequest } from '../../../seed/port.ts';
import { startThrowawayVm, type ThrowawayVm } from '../../../seed/throwaway-vm.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { tenants } from '../../core/level.ts';
import { formatBytes, GIB, groupDigits } from '../../core/units.ts';
import { forkModule } from '../../host/child.ts';
import { createCleanUp } from '../../host/cleanup.ts';
import { readEnvironment } from '../../host/environment.ts';
import { abortOnSignals, surviveFaults, untilAborted } from '../../host/interrupt.ts';
import { createOutput } from '../../host/output.ts';
import { budgets, type Figure, isOver, medianOf, tableOf, wholeOf } from './budgets.ts';
import { timeReuse } from './reuse.ts';

/** `npm run bench:seed [-- --customers 20000 --repeat 3]`: what a seeding costs, as ratios of one run on this machine. */
const vmMemoryBytes = 4 * GIB;
const naiveCustomers = 5_000;
/** With fewer customers, what every seeding takes once counts for too much: ratios are told, not judged. */
const judgedFrom = 50_000;
/** In the VM: where the rows lie that the server copies by itself. */
const folder = '/var/lib/vm/bench';

const output = createOutput(readEnvironment());
const cleanUp = createCleanUp();
surviveFaults(() => cleanUp.run());
const { signal } = abortOnSignals();

type Steps = readonly { step: string; ms: number }[];
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const times = (ratio: number) => `${ratio.toFixed(2)} x`;
const total = (steps: Steps) => steps.reduce((sum, { ms }) => sum + ms, 0);
const told = (steps: Steps) => steps.map(({ step, ms }) => `${step} ${seconds(ms)}`).join(', ');

function requestFor(customers: number): SeedRequest {
  return { customers, seed: 1, tenants, staffPerTenant: 50 };
}

/** Runs `work` with a database that is dropped afterwards; what an earlier one left to write is written before. */
async function withDatabase<T>(vm: ThrowawayVm, work: (database: string) => Promise<T>): Promise<T> {
  const database = await vm.freshDatabase();
  await vm.superuser('checkpoint');
  try {
    return await work(database);
  } finally {
    if (!signal.aborted) await vm.superuser(`drop database ${database} with (force)`);
  }
}

/** Seeds in a process of its own, whose memory is nobody else's. */
async function seedInProcess(dsn: string, request: SeedRequest): Promise<SeedingTimes> {
  const answers: SeedingTimes[] = [];
  const lines: string[] = [];
  const child = forkModule(new URL('../../../seed/bench/seeding-process.ts', import.meta.url), {
    onMessage: (message) => void answers.push(message as SeedingTimes),
    onStderr: (line) => void lines.push(line),
  });
  const forget = cleanUp.add('seeding', () => child.kill('SIGKILL'));
  child.send({ dsn, request } satisfies SeedingTask);
  await untilAborted(signal, child.exited);
  forget();
  const [answer] = answers;
  if (answer === undefined)
    throw new HarnessError('seed-failed', lines.join(' ') || 'the seeding ended early');
  return answer;
}

async function step<T>(text: string, work: () => Promise<T>, say: (result: T) => string): Promise<T> {
  const under = output.step(text);
  try {
    const result = await untilAborted(signal, work());
    under.done(say(result));
    return result;
  } catch (error) {
    under.fail();
    throw error;
  }
}

/** Our seeding and the server's own copying of the same rows, one after the other. */
async function compareWithServer(vm: ThrowawayVm, request: SeedRequest, exported: boolean) {
  const who = `${groupDigits(request.customers)} customers`;
  const ours = await withDatabase(vm, async (database) => {
    const measured = await step(
      `seed ${who}`,
      () => seedInProcess(vm.ownerDsn(database), request),
      ({ rows, databaseBytes, steps }) =>
        `${groupDigits(rows)} rows, ${formatBytes(databaseBytes)}; ${told(steps)}`,
    );
    if (!exported) await vm.superuser(exportSql(folder), database);
    return measured;
  });
  const server = await withDatabase(vm, (database) =>
    step(
      `the server copies the same from its own files`,
      () => copyOnServer(vm.ownerDsn(database), folder),
      told,
    ),
  );
  return { ours, serverMs: total(server) };
}

async function compareWithNaive(vm: ThrowawayVm, request: SeedRequest) {
  const who = `${groupDigits(request.customers)} customers`;
  const ours = await withDatabase(vm, (database) =>
    step(
      `seed ${who}`,
      () => seedInProcess(vm.ownerDsn(database), request),
      () => '',
    ),
  );
  const naiveMs = await withDatabase(vm, (database) =>
    step(
      `${who} the naive way`,
      () => seedNaively(vm.ownerDsn(database), request),
      () => '',
    ),
  );
  return naiveMs / ours.ms;
}

interface Measured {
  customers: number;
  rounds: Awaited<ReturnType<typeof compareWithServer>>[];
  /** Peak of the seeding process at a fifth of the customers. */
  smallPeakBytes: number;
  naiveRatio: number;
  reuseMs: number;
}

async function measure(customers: number, repeat: number): Promise<Measured> {
  const request = requestFor(customers);
  // First, because it needs the host for itself and refuses where a run is under way.
  const reuseMs = await timeReuse(request, repeat, { output, cleanUp, signal });
  const vm = await untilAborted(signal, startVm());
  await vm.execute('install', '-d', '-o', 'postgres', folder);
  await vm.superuser('grant pg_read_server_files to crm_owner');
  const rounds: Measured['rounds'] = [];
  for (let round = 0; round < repeat; round++) rounds.push(await compareWithServer(vm, request, round > 0));
  const fifth = requestFor(Math.max(100, Math.round(customers / 5)));
  const small = await withDatabase(vm, (database) =>
    step(
      `memory at ${groupDigits(fifth.customers)} customers`,
      () => seedInProcess(vm.ownerDsn(database), fifth),
      ({ peakBytes }) => formatBytes(peakBytes),
    ),
  );
  const naiveRatio = await compareWithNaive(vm, requestFor(Math.min(customers, naiveCustomers)));
  return { customers, rounds, smallPeakBytes: small.peakBytes, naiveRatio, reuseMs };
}

function figuresOf({ customers, rounds, smallPeakBytes, naiveRatio, reuseMs }: Measured): Figure[] {
  const ms = medianOf(rounds.map(({ ours }) => ours.ms));
  const peakBytes = Math.max(...rounds.map(({ ours }) => ours.peakBytes));
  const { rows = 0, databaseBytes = 0 } = rounds[0]?.ours ?? {};
  const ratio = (what: string, value: number, most: number | null) => ({ what, value, most, show: times });
  const judged = (most: number) => (customers < judgedFrom ? null : most);
  const serverRatio = medianOf(rounds.map(({ ours, serverMs }) => ours.ms / serverMs));
  return [
    { what: 'seeding', value: ms, most: null, show: seconds },
    {
      what: 'rows a second',
      value: (rows * 1000) / ms,
      most: null,
      show: (n) => groupDigits(Math.round(n)),
    },
    { what: 'bytes a customer', value: databaseBytes / customers, most: null, show: formatBytes },
    ratio('seeding / COPY on the server of the same rows', serverRatio, judged(budgets.serverRatio)),
    { what: 'memory of the seeding process', value: peakBytes, most: budgets.peakBytes, show: formatBytes },
    ratio('memory / that at a fifth of the customers', peakBytes / smallPeakBytes, judged(budgets.flatRatio)),
    ratio('naive way / seeding, fewer customers', naiveRatio, null),
    ratio('re-use of a kept dataset / seeding', reuseMs / ms, judged(budgets.reuseRatio)),
  ];
}

/** Registered before it starts: stopped in the middle of that, it goes once it has started. */
function startVm(): Promise<ThrowawayVm> {
  const starting = startThrowawayVm({ memoryBytes: vmMemoryBytes });
  cleanUp.add('VM of the benchmark', async () => {
    const vm = await starting.catch(() => null);
    await vm?.[Symbol.asyncDispose]();
  });
  return starting;
}

async function main(): Promise<ExitCode> {
  const { values } = parseArgs({
    options: { customers: { type: 'string', default: '100000' }, repeat: { type: 'string', default: '1' } },
  });
  const customers = wholeOf(values.customers, 100, 1_000_000);
  const figures = figuresOf(await measure(customers, wholeOf(values.repeat, 1, 100)));
  output.line();
  for (const line of tableOf(figures)) output.line(line);
  return figures.some(isOver) ? ExitCode.refuted : ExitCode.holds;
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`bench:seed: ${messageOf(error)}\n`);
  return error instanceof HarnessError ? error.exitCode : ExitCode.harnessFailed;
});
for (const left of await cleanUp.run()) output.warn(left);
process.exit(code);
