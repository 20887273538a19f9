const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Columns a text takes on a terminal: a cluster of marks is one, East Asian letters and emoji are two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/**
 * Lines of at most `width` columns, broken at spaces where possible, but not between a number and a short unit.
 * Always at least one line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(/(?<![<>≤≥]|\d(?= +(?:%|ms|s|[kMG]?B)(?![\w%]))) +/u)
    .flatMap((part) => chop(part, width))) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A word in pieces that fit. */
function chop(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of segmenter.segment(word)) {
    if (columnsOf(piece) + columnsOf(segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

interface TableRow {
  cells: string[];
  /** Applied to a cell after it was laid out, so that colour codes take no room. */
  paint: (((text: string) => string) | null)[];
}

export interface TableLayout {
  head: string[];
  rows: TableRow[];
  width: number;
  /** Columns that are aligned to the right. */
  right: number[];
  /** The width each column keeps while others can still give. */
  narrowest: number[];
}

const gap = '  ';
/** Where not even `narrowest` fits, every column goes on giving down to this. */
const narrowestOfAll = 6;

/** A table with aligned columns that fits `width`; cells that do not fit are wrapped. */
export function layTable(table: TableLayout): string[] {
  const widths = widthsOf(table);
  const rule = widths.map((width) => '-'.repeat(width)).join(gap);
  const body = table.rows.flatMap((row) => layRow(row, widths, table.right));
  return [...layRow({ cells: table.head, paint: [] }, widths, table.right), rule, ...body];
}

function widthsOf({ head, rows, width, narrowest }: TableLayout): number[] {
  const widths = head.map((title, column) =>
    Math.max(columnsOf(title), ...rows.map((row) => columnsOf(row.cells[column] ?? ''))),
  );
  const available = width - gap.length * (widths.length - 1);
  shrink(widths, narrowest, available);
  const least = widths.map(() => narrowestOfAll);
  shrink(widths, least, available);
  return widths;
}

/** Takes from the column that has most to give, one character at a time, until the row fits or none can give. */
function shrink(widths: number[], least: readonly number[], available: number): void {
  const spare = (column: number): number => (widths[column] ?? 0) - (least[column] ?? narrowestOfAll);
  while (widths.reduce((sum, each) => sum + each, 0) > available) {
    const giver = widths.reduce((best, _, column) => (spare(column) > spare(best) ? column : best), 0);
    if (spare(giver) <= 0) return;
    widths[giver] = (widths[giver] ?? 0) - 1;
  }
}

function layRow({ cells, paint }: TableRow, widths: number[], right: number[]): string[] {
  const wrapped = widths.map((width, column) => wrap(cells[column] ?? '', width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, column) => {
        const text = wrapped[column]?.[line] ?? '';
        const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
        // An empty text in colour codes would keep the spaces before it at the line's end.
        const painted = text === '' ? text : (paint[column]?.(text) ?? text);
        return right.includes(column) ? space + painted : painted + space;
      })
      .join(gap)
      .trimEnd(),
  );
}
