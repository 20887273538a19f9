import { textTable } from '../core/text-table.ts';
import { formatBytes, MIB } from '../core/units.ts';
import type { SizedVms } from '../topology/settings-table.ts';

const NARROWEST_REASON = 40;

/** A value as a person reads it: the name says its unit. */
function readable(name: string, value: string): string {
  if (name.endsWith('_BYTES')) return formatBytes(Number(value));
  if (name.endsWith('_MIB')) return formatBytes(Number(value) * MIB);
  return value;
}

/** Lines of at most `width` characters, broken between words. */
function broken(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** The sized settings of VMs that are alike: a heading and a table, its reasons broken to `width` unless that is null. */
export function settingsLines(sized: SizedVms, width: number | null): string[] {
  const size = ({ vCpu, memoryBytes }: SizedVms['here']) => `${vCpu} vCPU, ${formatBytes(memoryBytes)}`;
  const heading = `${sized.vms.join(', ')}: ${size(sized.document)} ${sized.assumed ? 'by our choice (the document gives no size)' : 'in the document'}; ${size(sized.here)} here`;
  if (sized.settings.length === 0) return [heading, '  nothing that runs there is set by the size of its VM'];
  const head = ['setting', 'document', 'here', 'why'];
  const rows = sized.settings.map(({ name, document, here, reason }) => [
    name,
    readable(name, document),
    readable(name, here),
    reason,
  ]);
  const taken = textTable([head, ...rows].map((row) => [...row.slice(0, 3), '|'])).map(
    ({ length }) => length,
  );
  const room =
    width === null ? Number.POSITIVE_INFINITY : Math.max(NARROWEST_REASON, width - Math.max(...taken) - 2);
  const cells = rows.flatMap(([name = '', document = '', here = '', reason = '']) =>
    broken(reason, room).map((line, at) => (at === 0 ? [name, document, here, line] : ['', '', '', line])),
  );
  return [heading, ...textTable([head, ...cells], [1, 2]).map((line) => `  ${line}`)];
}
