import { InvalidArgumentError, Option } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { textTable } from '../../core/text-table.ts';
import { formatBytes } from '../../core/units.ts';
import { nowMs } from '../../host/clock.ts';
import { builtVmImage } from '../../host/environment.ts';
import { isoTime, newRunId } from '../../host/identity.ts';
import type { KeptDataset } from '../../run/datasets/inventory.ts';
import { defineCommand, type Tools } from '../define-command.ts';

export default defineCommand({
  declare: (program) =>
    program
      .summary('list and remove the datasets that are kept to be copied')
      .description(
        'A dataset is a seeded PostgreSQL data directory in a volume of the container engine. `verify` and `up` make one for ' +
          'each kind of data that they want and copy it ever after. Lists them, the one used last first.',
      )
      .option('--prune', 'remove those that can no longer be used: stale and partial ones')
      .addOption(
        new Option('--older-than <age>', 'with --prune: also those not used for so long, such as 14d or 36h')
          .argParser(ageMs)
          .implies({ prune: true }),
      )
      .addOption(
        new Option('--remove <key>', 'remove one, by the first digits of its key, or `all`').conflicts(
          'prune',
        ),
      )
      .option('--json', 'list as JSON')
      .addHelpText(
        'after',
        `
States:
  complete   can be used
  stale      whole, but the seeder or the VM image has changed since: no run wants it any more
  partial    its seeding was cut off; it is never used
  building   a run is making it

At most 8 are kept, of 20 GB, and never more than they leave free on their disk: whenever a run makes another one, partial
and stale ones go first, then those that were not used for longest.`,
      ),
  async run(options, _args, tools) {
    const { connectEngine } = await import('../../topology/engine.ts');
    const { takeInventory, worthless, datasetsNamed } = await import('../../run/datasets/inventory.ts');
    const { datasetSources } = await import('../../run/datasets/key.ts');
    const { labelsOfRun } = await import('../../topology/start-level.ts');
    const engine = await connectEngine();
    const runId = newRunId(0, 'datasets');
    const removes = options.prune === true || options.remove !== undefined;
    if (removes) {
      const { takeRunLock } = await import('../../host/run-lock.ts');
      tools.cleanUp.add('run lock', takeRunLock(runId)); // a run may be copying one
    }
    const { datasets } = await takeInventory(engine, {
      image: builtVmImage() ?? 'capacity-vm:latest',
      labels: labelsOfRun(runId, false),
      sources: datasetSources(),
    });
    if (options.remove !== undefined)
      await remove(datasetsNamed(datasets, options.remove as string), engine, tools);
    else if (removes) {
      const age = options.olderThan as number | undefined;
      await remove(worthless(datasets, age === undefined ? 0 : nowMs() - age), engine, tools);
    } else list(datasets, options.json === true, tools);
    return ExitCode.holds;
  },
});

function ageMs(text: string): number {
  const match = /^(\d{1,5})([dh])$/.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('Allowed: days or hours, such as 14d or 36h.');
  return Number(match[1]) * (match[2] === 'd' ? 24 : 1) * 3_600_000;
}

async function remove(
  datasets: readonly KeptDataset[],
  engine: Parameters<typeof import('../../run/datasets/inventory.ts').removeDatasets>[0],
  { output }: Tools,
): Promise<void> {
  const { removeDatasets } = await import('../../run/datasets/inventory.ts');
  const building = datasets.find(({ state }) => state === 'building');
  if (building !== undefined)
    throw new HarnessError('already-running', `dataset ${building.key} is being made`, {
      hint: 'wait for that run to end; where it was killed, `capacity down` removes what it left',
    });
  for (const { key, state, bytes } of datasets)
    output.line(`removing ${key} (${state}, ${formatBytes(bytes)})`);
  const freed = await removeDatasets(engine, datasets);
  output.line(datasets.length === 0 ? 'nothing to remove' : `${formatBytes(freed)} are free again`);
}

function list(datasets: readonly KeptDataset[], asJson: boolean, { output }: Tools): void {
  if (asJson) {
    output.line(JSON.stringify(datasets.map(factsOf), null, 2));
    return;
  }
  if (datasets.length === 0) {
    output.line('none is kept: the next `verify` or `up` makes one');
    return;
  }
  const head = ['key', 'state', 'customers', 'shares', 'seed', 'version', 'size', 'made', 'last used'];
  const rows = datasets
    .map(factsOf)
    .map((facts) => [
      facts.key,
      facts.state,
      facts.customers?.toLocaleString('en-IN') ?? '?',
      facts.shares?.join(':') ?? '?',
      String(facts.seed ?? '?'),
      facts.version,
      formatBytes(facts.bytes),
      minute(facts.createdAt),
      minute(facts.lastUsedAt),
    ]);
  for (const line of textTable([head, ...rows])) output.line(line);
  const bytes = datasets.reduce((sum, dataset) => sum + dataset.bytes, 0);
  output.line(`${datasets.length} kept, ${formatBytes(bytes)}; times are UTC`);
}

/** What is said of a dataset, in the form of `--json`. */
function factsOf(dataset: KeptDataset) {
  const { key, state, version, request, certificate, bytes, createdMs, lastUsedMs } = dataset;
  return {
    key,
    state,
    version,
    customers: request?.customers ?? certificate?.customers ?? null,
    tenants: request?.tenants ?? null,
    shares: request?.shares ?? null,
    seed: request?.seed ?? certificate?.seed ?? null,
    history: request?.history ?? null,
    rows: certificate?.rows ?? null,
    bytes,
    createdAt: isoTime(createdMs),
    lastUsedAt: isoTime(lastUsedMs),
  };
}

function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
