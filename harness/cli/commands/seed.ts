import { dirname } from 'node:path';
import { Option } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import type { DatasetData } from '../../core/evidence/setup.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { tenants } from '../../core/level.ts';
import { formatBytes, groupDigits } from '../../core/units.ts';
import { userPath } from '../../host/environment.ts';
import { isFolder, writeWhole } from '../../host/files.ts';
import { datasetChoice, datasetOptions } from '../dataset-options.ts';
import { defineCommand, type Tools, wholeNumber } from '../define-command.ts';
import { customersOption, seedOption } from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    datasetOptions(seedOption(customersOption(program, 'database')))
      .summary('fill an empty database, or write CSV files')
      .description(
        'Seeds a database that you name, in one transaction: it is complete afterwards, or as it was. Or writes the same rows as\nCSV files, for a CRM with another schema. Ends with the certificate of what was written.',
      )
      .addOption(
        new Option('--dsn <url>', 'postgres://user:password@host:port/database; the user owns the database'),
      )
      .option('--csv <dir>', 'write a CSV file for each table into this empty or new directory instead')
      .option(
        '--replace',
        'drop what an earlier seeding made; anything else in the way is refused all the same',
      )
      .addOption(
        new Option('--staff <n>', 'staff accounts for each tenant')
          .argParser(wholeNumber(1, 5000))
          .default(50),
      )
      .option('--certificate <file>', 'write the certificate as JSON there as well')
      .addHelpText(
        'after',
        `
Give the address in CAPACITY_DSN where others can see the command lines of this machine.
The same options give the same rows on every day and machine; the certificate's digest shows it.

Examples:
  CAPACITY_DSN=postgres://crm:secret@127.0.0.1/crm capacity seed --customers 10K
  capacity seed --customers 20K --skew hot --messages-per-customer 40 --csv ./rows
  capacity seed --customers 10K --database-size 15GB --replace`,
      ),
  async run(options, _args, tools) {
    const named = options.csv === undefined ? { dsn: options.dsn ?? tools.environment.dsn ?? undefined } : {};
    const request = await requestOf({ ...options, ...named });
    if (options.csv !== undefined) return writeFiles(options, request, tools);
    const certificate = await seed({ ...options, ...named }, request, tools);
    const { statementOf } = await import('../../../seed/statement.ts');
    for (const line of statementOf(certificate)) tools.output.line(line);
    if (options.certificate !== undefined)
      writeWhole(userPath(options.certificate as string), `${JSON.stringify(certificate, null, 2)}\n`);
    return ExitCode.holds;
  },
});

async function requestOf(options: Record<string, unknown>) {
  if (options.csv === '') throw new HarnessError('usage', '--csv names no directory');
  if ((options.dsn === undefined) === (options.csv === undefined))
    throw new HarnessError('usage', 'one of --dsn and --csv says where the rows go', {
      hint: 'capacity seed --dsn postgres://user:password@host:5432/database (or in CAPACITY_DSN), or --csv <dir>',
    });
  if (options.certificate !== undefined && !isFolder(dirname(userPath(options.certificate as string))))
    throw new HarnessError('usage', `--certificate ${options.certificate}: there is no such folder`, {
      hint: 'make the folder, or name a file in another one',
    });
  const of = {
    customers: options.customers as number,
    seed: options.seed as number,
    staffPerTenant: options.staff as number,
  };
  if (options.csv !== undefined && options.databaseSize !== undefined)
    throw new HarnessError('usage', '--database-size is about a database, --csv writes files', {
      hint: 'give --messages-per-customer and the like to make more rows',
    });
  if (options.csv !== undefined && options.certificate !== undefined)
    throw new HarnessError('usage', '--certificate states what a database holds, --csv writes files', {
      hint: "the directory's manifest.json states what they hold",
    });
  return { ...of, tenants, ...(await datasetChoice(options, { ...of, staffOf: () => of.staffPerTenant })) };
}

type Request = Awaited<ReturnType<typeof requestOf>>;

async function seed(
  options: Record<string, unknown>,
  { databaseBytes, ...request }: Request,
  tools: Tools,
): Promise<DatasetData> {
  const { seedDatabase } = await import('../../../seed/seed-database.ts');
  const { followSeeding } = await import('../../run/seed-progress.ts');
  const step = tools.output.step(`seed ${request.customers.toLocaleString('en-IN')} customers`);
  const seeding = seedDatabase(options.dsn as string, request, {
    replace: options.replace === true,
    signal: tools.signal,
    onProgress: followSeeding(step),
  });
  const certificate = await seeding.catch((error) => {
    step.fail();
    throw error;
  });
  step.done();
  if (databaseBytes !== null && certificate.databaseBytes < databaseBytes)
    tools.output.warn(
      `the database has ${formatBytes(certificate.databaseBytes)}, less than the ${formatBytes(databaseBytes)} asked for`,
    );
  return certificate;
}

async function writeFiles(
  options: Record<string, unknown>,
  { databaseBytes: _, ...request }: Request,
  tools: Tools,
): Promise<ExitCode> {
  const { writeCsv } = await import('../../../seed/csv/write-csv.ts');
  const { followSeeding } = await import('../../run/seed-progress.ts');
  const folder = userPath(options.csv as string);
  const step = tools.output.step(`write ${request.customers.toLocaleString('en-IN')} customers`);
  try {
    const manifest = await writeCsv(folder, request, {
      replace: options.replace === true,
      signal: tools.signal,
      onProgress: followSeeding(step),
    });
    step.done();
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    tools.output.line(
      `${groupDigits(manifest.rows)} rows in ${manifest.files.length} files, ${formatBytes(bytes)}, version ${manifest.version}`,
    );
    tools.output.line(`${folder}: manifest.json has rows, bytes and SHA-256 of each file`);
    return ExitCode.holds;
  } catch (error) {
    step.fail();
    throw error;
  }
}
