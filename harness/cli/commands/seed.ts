import { Option } from 'commander';
import { ExitCode } from '../../core/exit-codes.ts';
import { tenants } from '../../core/level.ts';
import { formatBytes } from '../../core/units.ts';
import { untilAborted } from '../../host/interrupt.ts';
import { defineCommand, wholeNumber } from '../define-command.ts';
import { customersOption, seedOption } from '../level-options.ts';

export default defineCommand({
  declare: (program) =>
    seedOption(customersOption(program))
      .summary('fill an empty database with customers')
      .description(
        'Seeds an empty PostgreSQL database that you name, in one transaction: it is complete afterwards, or as it was.\n' +
          'Give the address in CAPACITY_DSN where others can see the command lines of this machine.',
      )
      .addOption(
        new Option('--dsn <url>', 'postgres://user:password@host:port/database; the user owns the database')
          .env('CAPACITY_DSN')
          .makeOptionMandatory(),
      )
      .addOption(
        new Option('--staff <n>', 'staff accounts for each tenant')
          .argParser(wholeNumber(1, 5000))
          .default(50),
      ),
  async run(options, _args, tools) {
    const { seedDatabase } = await import('../../../seed/seed-database.ts');
    const step = tools.output.step('seed');
    const request = {
      customers: options.customers as number,
      seed: options.seed as number,
      tenants,
      staffPerTenant: options.staff as number,
    };
    const seeding = seedDatabase(options.dsn as string, request, {
      onProgress: (progress) =>
        step.update(
          `${progress.step}, ${progress.rowsWritten} rows`,
          progress.rowsWritten / progress.rowsExpected,
        ),
    });
    const certificate = await untilAborted(tools.signal, seeding).catch((error) => {
      step.fail();
      throw error;
    });
    step.done();
    tools.output.line(
      `${certificate.customers} customers, ${certificate.rows} rows, ${formatBytes(certificate.databaseBytes)}, digest ${certificate.digest}`,
    );
    for (const table of certificate.tables)
      tools.output.line(
        `  ${table.table.padEnd(16)} ${String(table.rows).padStart(9)} rows  ${formatBytes(table.bytes)}`,
      );
    return ExitCode.holds;
  },
});
