import { join } from 'node:path';
import { Option } from 'commander';
import { HarnessError } from '../../core/errors.ts';
import { ExitCode } from '../../core/exit-codes.ts';
import { type Audit, severities } from '../../core/finding.ts';
import { nowMs } from '../../host/clock.ts';
import { type Environment, harnessVersion, userPath } from '../../host/environment.ts';
import { isoTime } from '../../host/identity.ts';
import { assumedBy, assumptionOptions } from '../assumption-options.ts';
import { defineCommand } from '../define-command.ts';
import { documentOf, documentOption } from '../document-option.ts';

/** Severities that a gate can be set to, and none. */
const gates = ['error', 'warning', 'note', 'never'] as const;

export default defineCommand({
  declare: (program) =>
    assumptionOptions(
      documentOption(program)
        .summary('hold the document against itself, without any load')
        .description(
          'Checks sums, capacities, triggers, storage, availability and prices of the planning document against each other. Each finding\n' +
            'shows its arithmetic and where the figures stand, and says whether it is an arithmetic fact or rests on an assumption.\n' +
            'Needs no container and no database. Where the document is at hand, its figures of today are read.',
        )
        .argument('[finding]', 'one finding, such as level-sums-l4')
        .option('--details', 'all findings in full, with every citation, and all checks')
        .option('--json', 'print JSON, and write no files')
        .option('--out <dir>', 'where audit.html and audit.json are written', undefined)
        .option('--check <id...>', 'only these checks')
        .addOption(
          new Option('--fail-on <severity>', 'from which severity on the exit code is 1')
            .choices([...gates])
            .default('error'),
        ),
    ).addHelpText(
      'after',
      `
Severities:
  error     two statements cannot both be true, or a sum is wrong
  warning   a figure misleads, or will not do what it is there for
  note      worth knowing before money is spent

Exit codes: 0 nothing of that severity was found, 1 something was, 64 wrong usage

Examples:
  capacity audit
  capacity audit level-sums-l4
  capacity audit --action-seconds 10 --requests-per-action 5
  capacity audit --document plan.md --fail-on warning`,
    ),
  async run(options, [wanted], { output, environment }) {
    const document = documentOf(options, environment);
    const { auditDocument, loadChecks } = await import('../../run/catalogue.ts');
    const only = options.check as string[] | undefined;
    const known = (await loadChecks()).map(({ id }) => id);
    const unknown = only?.find((id) => !known.includes(id));
    if (unknown !== undefined)
      throw new HarnessError('usage', `no check is called '${unknown}'`, {
        hint: `checks: ${known.join(', ')}`,
      });
    const audit = await auditDocument(document?.text ?? null, { assumed: assumedBy(options), only });
    if (wanted !== undefined) {
      output.line(await oneFinding(audit, wanted, options.json === true, environment));
      return ExitCode.holds;
    }
    if (options.json === true) output.line(JSON.stringify(audit, null, 2));
    else {
      const { renderAudit } = await import('../../../reports/audit/terminal.ts');
      const brief = options.details !== true;
      output.line(renderAudit(audit, { colour: environment.colour, width: environment.columns, brief }));
      if (brief)
        output.line('In full: capacity audit --details, one of them: capacity audit <finding>, or the page:');
      output.line();
      for (const path of await writeAudit(audit, options.out as string | undefined)) output.line(path);
    }
    return fails(audit, options.failOn as (typeof gates)[number]) ? ExitCode.refuted : ExitCode.holds;
  },
});

/** Throws HarnessError('usage') where the audit has no such finding. */
async function oneFinding(
  audit: Audit,
  id: string,
  json: boolean,
  { colour, columns }: Environment,
): Promise<string> {
  const { renderFinding } = await import('../../../reports/audit/terminal.ts');
  const shown = json
    ? JSON.stringify(
        audit.findings.find((one) => one.id === id),
        null,
        2,
      )
    : renderFinding(audit, id, { colour, width: columns });
  if (shown) return shown;
  const near = audit.findings.map((one) => one.id).filter((one) => one.startsWith(id.split('-')[0] ?? ''));
  throw new HarnessError('usage', `the audit has no finding '${id}'`, {
    hint: near.length > 0 ? `there are ${near.join(', ')}` : '`capacity audit` lists them',
  });
}

async function writeAudit(audit: Audit, out: string | undefined): Promise<string[]> {
  const { renderAuditPage } = await import('../../../reports/audit/page.ts');
  const { defaultRunsFolder } = await import('../../run/run-folder.ts');
  const { writeWhole } = await import('../../host/files.ts');
  const folder = out === undefined ? join(defaultRunsFolder, 'audit') : userPath(out);
  const [page, data] = [join(folder, 'audit.html'), join(folder, 'audit.json')];
  const meta = { madeAt: isoTime(nowMs()), harnessVersion: harnessVersion() };
  writeWhole(page, renderAuditPage(audit, meta));
  writeWhole(data, `${JSON.stringify(audit, null, 2)}\n`);
  return [page, data];
}

function fails({ findings }: Audit, gate: (typeof gates)[number]): boolean {
  if (gate === 'never') return false;
  const counting = severities.slice(0, severities.indexOf(gate) + 1);
  return findings.some(({ severity }) => counting.includes(severity));
}
