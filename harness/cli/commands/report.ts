import { ExitCode } from '../../core/exit-codes.ts';
import { userPath } from '../../host/environment.ts';
import { defineCommand } from '../define-command.ts';
import { documentOf, documentOption } from '../document-option.ts';

export default defineCommand({
  declare: (program) =>
    documentOption(program)
      .summary('render the reports of a judged run again')
      .description(
        'Renders report.html, junit.xml and summary.md from the run.json of a run, without judging and without a container. ' +
          'A verdict on text that the document no longer holds is marked as stale.',
      )
      .argument('<run>', 'folder of a run, such as reports/out/<run-id>'),
  async run(options, [path], tools) {
    const document = documentOf(options, tools.environment);
    const { readRecord, runFolder } = await import('../../run/run-folder.ts');
    const { withStaleness } = await import('../../run/judge.ts');
    const { printVerdicts, writeReports } = await import('../write-reports.ts');
    const folder = runFolder(userPath(path as string));
    const record = withStaleness(readRecord(folder), document?.text ?? null);
    printVerdicts(record, await writeReports(record, folder), tools);
    return ExitCode.holds;
  },
});
