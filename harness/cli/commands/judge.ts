import type { ExitCode } from '../../core/exit-codes.ts';
import { userPath } from '../../host/environment.ts';
import { defineCommand } from '../define-command.ts';
import { documentOf, documentOption } from '../document-option.ts';

export default defineCommand({
  declare: (program) =>
    documentOption(program)
      .summary('judge an old run again, without a container')
      .description(
        'Reads the evidence in a run folder, rules on every claim with the catalogue of today, writes run.json and the reports.',
      )
      .argument('<run>', 'folder of a run, such as reports/out/<run-id>'),
  async run(options, [path], tools) {
    const document = documentOf(options, tools.environment);
    const { runFolder } = await import('../../run/run-folder.ts');
    const { judgeFolder } = await import('../../run/judge.ts');
    const { printVerdicts, writeReports } = await import('../write-reports.ts');
    const folder = runFolder(userPath(path as string));
    const record = await judgeFolder(folder, { documentText: document?.text ?? null });
    printVerdicts(record, await writeReports(record, folder), tools);
    return record.exitCode as ExitCode;
  },
});
