import { Option } from 'commander';
import type { Demand } from '../../claims/audit/carried.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { assumedBy, assumptionOptions } from '../assumption-options.ts';
import { bytesOf, countOf } from '../dataset-options.ts';
import { defineCommand } from '../define-command.ts';
import { documentOf, documentOption } from '../document-option.ts';

const LARGEST = 100_000_000;

/** An option that takes a count, 0 included. */
function countOption(flags: string, what: string): Option {
  return new Option(flags, what).argParser(countOf(0, LARGEST));
}

export default defineCommand({
  declare: (program) =>
    assumptionOptions(
      documentOption(program)
        .summary('find the cheapest level for a demand, by the document’s own figures')
        .description(
          'Holds what you need against what the document says each level carries, and says which level is the cheapest for it, what it costs,\n' +
            'and when the next one is due. Nothing is measured: it is the document taken at its word.',
        )
        .addOption(countOption('-u, --users <n>', 'users at a time').makeOptionMandatory())
        .addOption(countOption('-c, --customers <n>', 'customers of all tenants').makeOptionMandatory())
        .addOption(countOption('-w, --whatsapp-per-day <n>', 'WhatsApp messages a day').default(0))
        .addOption(countOption('--calls <n>', 'telephone calls at a time'))
        .addOption(countOption('--emails-per-day <n>', 'e-mails a day'))
        .addOption(
          new Option('--database-size <size>', 'size of the database, such as 15GB').argParser(bytesOf),
        )
        .option('--json', 'print JSON'),
      ['customersGrowthPerMonth'],
    ).addHelpText(
      'after',
      `
Exit codes: 0 a level carries it, 1 none of the document does, 64 wrong usage

Example:
  capacity plan --users 180 --customers 12000 --whatsapp-per-day 6000`,
    ),
  async run(options, _args, { output, environment }) {
    const document = documentOf(options, environment);
    const { auditDocument, comparisonWith, loadCatalogue } = await import('../../run/catalogue.ts');
    const { cheapestFor } = await import('../../claims/audit/cheapest.ts');
    const { planOf } = await import('../../claims/audit/plan.ts');
    const { usualAssumptions } = await import('../../claims/audit/assumptions.ts');
    const text = document?.text ?? null;
    const claims = loadCatalogue();
    const read = planOf(comparisonWith(text, claims)?.claims ?? claims);
    const assumed = { ...usualAssumptions, ...assumedBy(options) };
    const plan = cheapestFor(read, demandOf(options), assumed);
    if (options.json === true) output.line(JSON.stringify(plan, null, 2));
    else {
      const { planLines } = await import('../catalogue/plan-lines.ts');
      const { findings } = await auditDocument(text, { claims });
      for (const line of planLines(plan, findings)) output.line(line);
    }
    return plan.cheapest === null ? ExitCode.refuted : ExitCode.holds;
  },
});

function demandOf(options: Record<string, unknown>): Demand {
  return {
    users: options.users as number,
    customers: options.customers as number,
    whatsappPerDay: options.whatsappPerDay as number,
    calls: options.calls as number | undefined,
    emailsPerDay: options.emailsPerDay as number | undefined,
    databaseBytes: options.databaseSize as number | undefined,
  };
}
