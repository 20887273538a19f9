import { join } from 'node:path';
import { asFormats } from '../../reports/format.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Environment } from '../host/environment.ts';
import { projectRoot } from '../host/environment.ts';
import { discover, writeWhole } from '../host/files.ts';
import type { Output } from '../host/output.ts';
import type { RunFolder } from '../run/run-folder.ts';

/** Renders every report format into the run's folder; returns the paths. */
export async function writeReports(record: RunRecord, folder: RunFolder): Promise<string[]> {
  const formats = asFormats(await discover(join(projectRoot, 'reports', 'formats')));
  return formats.map((format) => {
    const path = folder.file(format.fileName);
    writeWhole(path, format.render(record));
    return path;
  });
}

/** The verdict table and where the reports lie. */
export function printVerdicts(
  record: RunRecord,
  paths: string[],
  tools: { output: Output; environment: Environment },
): void {
  const { output, environment } = tools;
  output.line();
  output.line(
    renderTerminal(record, { colour: environment.colour, width: Math.min(environment.columns, 120) }),
  );
  output.line();
  for (const path of paths) output.line(path);
}
