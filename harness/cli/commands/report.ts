import { ExitCode } from '../../core/exit-codes.ts';
import { userPath } from '../../host/environment.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  declare: (program) =>
    program
      .summary('render the reports of a judged run again')
      .description(
        'Renders report.html, junit.xml and summary.md from the run.json of a run, without judging and without a container.',
      )
      .argument('<run>', 'folder of a run, such as reports/out/<run-id>'),
  async run(_options, [path], tools) {
    const { readRecord, runFolder } = await import('../../run/run-folder.ts');
    const { printVerdicts, writeReports } = await import('../write-reports.ts');
    const folder = runFolder(userPath(path as string));
    const record = readRecord(folder);
    printVerdicts(record, await writeReports(record, folder), tools);
    return ExitCode.holds;
  },
});
