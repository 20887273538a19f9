import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedDatabase } from '../../../seed/seed-database.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { createCleanUp } from '../../host/cleanup.ts';
import { builtVmImage, projectRoot, readEnvironment } from '../../host/environment.ts';
import { newRunId } from '../../host/identity.ts';
import { abortOnSignals, surviveFaults, untilAborted } from '../../host/interrupt.ts';
import { createOutput } from '../../host/output.ts';
import { takeRunLock } from '../../host/run-lock.ts';
import { connectEngine } from '../../topology/engine.ts';
import { parseLevelFile } from '../../topology/level-file.ts';
import { startLevel } from '../../topology/start-level.ts';
import { awaitServing } from '../await-serving.ts';
import { type Figure, isOver, tableOf, wholeOf } from './budgets.ts';
import { measureCampaign } from './outside/campaign.ts';
import { measureExport } from './outside/export.ts';
import { measureIntake } from './outside/intake.ts';
import type { Bench } from './outside/scene.ts';

/**
 * `npm run bench:outside [-- --customers 100000 --messages 5000 --seconds 20]`: what Level 2 carries of the outside world, with the
 * reference CRM, on this machine: webhooks taken in, a campaign enqueued and drained at the stand-in's pace, exports in flat memory.
 */
const output = createOutput(readEnvironment());
const cleanUp = createCleanUp();
surviveFaults(() => cleanUp.run());
const { signal } = abortOnSignals();

interface Options {
  customers: number;
  messages: number;
  seconds: number;
}

async function step<T>(text: string, work: Promise<T>, told: (result: T) => string = () => ''): Promise<T> {
  const under = output.step(text);
  try {
    const result = await untilAborted(signal, work);
    under.done(told(result));
    return result;
  } catch (error) {
    under.fail();
    throw error;
  }
}

async function startScene({ customers }: Options): Promise<Bench> {
  const image = builtVmImage();
  if (image === null)
    throw new HarnessError('no-image', 'there is no VM image yet', { hint: 'npm run setup' });
  const runId = newRunId(2, 'bench');
  cleanUp.add('run lock', takeRunLock(runId)); // a run beside it would spoil both
  const file = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');
  const definition = parseLevelFile(file, 2, {
    ...{ source: 'document', variables: { CAPACITY_VM_IMAGE: image } },
  });
  const level = await step(
    'Level 2',
    startLevel(await connectEngine(), definition, {
      // the stand-in sets the pace, not the CRM
      ...{ runId, keep: false, cleanUp, environment: { WHATSAPP_PER_NUMBER_PER_MINUTE: '6000' } },
    }),
  );
  const app = level.vmWith('app');
  const port = app.port(5432);
  await step(
    `${customers} customers`,
    seedDatabase(`postgres://crm_owner:${level.secrets.owner}@127.0.0.1:${port}/crm`, {
      ...{ customers, seed: 5, tenants: ['mangatrai'], shares: [1], staffPerTenant: 10 },
    }),
  );
  const ca = await app.exec(['cat', '/etc/vm/tls/ca.crt']);
  const target = { baseUrl: `https://127.0.0.1:${app.port(443)}`, caPem: ca.stdout };
  await awaitServing(target, signal);
  return { level, app, target, signal };
}

async function measure(options: Options): Promise<Figure[]> {
  const bench = await startScene(options);
  const seconds = options.seconds;
  return [
    ...(await step(`webhooks for ${seconds} s`, measureIntake(bench, seconds))),
    ...(await step(`a campaign of ${options.messages}`, measureCampaign(bench, options.messages))),
    ...(await step('exports', measureExport(bench, options.customers))),
  ];
}

async function main(): Promise<ExitCode> {
  const { values } = parseArgs({
    options: {
      customers: { type: 'string', default: '100000' },
      messages: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '20' },
    },
  });
  const figures = await measure({
    customers: wholeOf(values.customers, 1000, 1_000_000),
    messages: wholeOf(values.messages, 100, 100_000),
    seconds: wholeOf(values.seconds, 5, 600),
  });
  output.line();
  for (const line of tableOf(figures)) output.line(line);
  return figures.some(isOver) ? ExitCode.refuted : ExitCode.holds;
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`bench:outside: ${messageOf(error)}\n`);
  return error instanceof HarnessError ? error.exitCode : ExitCode.harnessFailed;
});
for (const left of await cleanUp.run()) output.warn(left);
process.exit(code);
