import type { RunRecord } from '../harness/core/run-record.ts';

/** One way to show a run. `render` is pure; whoever calls it writes the text to `fileName` in the run folder. */
export interface ReportFormat {
  id: string;
  fileName: string;
  render(record: RunRecord): string;
}

/** Carries the type of a format's definition; nothing else. */
export function defineFormat(format: ReportFormat): ReportFormat {
  return format;
}

/** The formats among discovered definitions (id: file name, value: default export). A wrong one is a bug of ours. */
export function asFormats(discovered: readonly { id: string; value: unknown }[]): ReportFormat[] {
  return discovered.map(({ id, value }) => {
    const format = value as Partial<ReportFormat> | null | undefined;
    if (typeof format?.render !== 'function' || typeof format.fileName !== 'string')
      throw new Error(`reports/formats/${id}.ts must default-export defineFormat({ id, fileName, render })`);
    if (format.id !== id) throw new Error(`reports/formats/${id}.ts says its id is '${format.id}'`);
    return format as ReportFormat;
  });
}
