import type { Evidence } from '../../harness/core/evidence/envelope.ts';
import type { Fact } from '../view/environment.ts';

interface Column {
  title: string;
  numeric: boolean;
}

/** A table of evidence for the template; `missing` says why there is none. The first column heads its row. */
export interface Table {
  id: string;
  caption: string;
  columns: Column[];
  rows: { head: string; cells: { text: string; title: string; numeric: boolean }[] }[];
  facts: Fact[];
  missing: string | null;
}

export interface TableContent<Data> {
  id: string;
  caption: string;
  /** Titles of the columns; one that starts with `#` holds numbers. */
  columns: string[];
  rows(data: Data): string[][];
  facts?(data: Data): [label: string, value: string][];
}

/** A table of what was observed, or the reason why nothing was. */
export function tableOf<Data>(evidence: Evidence<Data>, content: TableContent<Data>): Table {
  if (evidence.status === 'observed') return filledTable(evidence.data, content);
  const { id, caption } = content;
  const columns = content.columns.map(columnOf);
  return { id, caption, columns, rows: [], facts: [], missing: `not observed: ${evidence.reason}` };
}

/** A table of data that is there. */
export function filledTable<Data>(data: Data, content: TableContent<Data>): Table {
  const { id, caption } = content;
  const columns = content.columns.map(columnOf);
  const rows = content.rows(data).map(([head, ...cells]) => ({
    head: head ?? '',
    cells: cells.map((text, index) => cellOf(text, columns[index + 1])),
  }));
  const facts = (content.facts?.(data) ?? []).map(([label, value]) => ({ label, value }));
  return { id, caption, columns, rows, facts, missing: null };
}

function columnOf(title: string): Column {
  return title.startsWith('#') ? { title: title.slice(1), numeric: true } : { title, numeric: false };
}

function cellOf(text: string, column: Column | undefined) {
  return { text, title: column?.title ?? '', numeric: column?.numeric ?? false };
}
