import type { RunRecord } from '../harness/core/run-record.ts';
import { columnsToFill, type Paint, painter, type TerminalOptions } from './terminal-paint.ts';
import { layTable, wrap } from './text-table.ts';
import type { ClaimRow } from './view/claim-rows.ts';
import { type View, viewOf } from './view.ts';

/** What the console shows at the end of a run: answer, table, reasons of what is not verified, failed guards. */
export function renderTerminal(record: RunRecord, options: TerminalOptions): string {
  const view = viewOf(record);
  const width = columnsToFill(options);
  const paint = painter(options.colour);
  const sections = [
    answerLines(view, width, paint),
    tableLines(view, width, paint),
    reasonLines(view, width, paint),
    guardLines(view, width, paint),
    auditLines(view, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function answerLines(view: View, width: number, paint: Paint): string[] {
  const { answer } = view;
  const lines = view.banners.flatMap((banner) => wrap(banner, width).map((line) => paint('bad', line)));
  lines.push(
    ...wrap(answer.text, width).map((line) => paint(answer.tone, line)),
    ...wrap(answer.because, width),
  );
  for (const other of answer.others) lines.push(...wrap(other, width));
  if (view.cost) lines.push(`${view.cost.perMonth} a month, ${view.cost.perTenant} a tenant`);
  return lines;
}

function tableLines(view: View, width: number, paint: Paint): string[] {
  const head = ['claim', 'outcome', 'observed', 'bound', 'margin', 'basis'];
  const rows = view.rows.map((row) => ({
    cells: [row.id, outcomeCell(row), observedCell(row), row.bound, row.margin ?? '-', row.basis ?? '-'],
    paint: [null, (text: string) => paint(row.tone, text)],
  }));
  return layTable({ head, rows, width, right: [4], narrowest: [24, 13, 16, 12, 6, 10] });
}

function outcomeCell(row: ClaimRow): string {
  return row.preliminary ? `${row.label}*` : row.label;
}

function observedCell(row: ClaimRow): string {
  if (row.value === null) return 'not observed';
  return row.interval === null ? row.value : `${row.value} (${row.interval})`;
}

function reasonLines(view: View, width: number, paint: Paint): string[] {
  const lines: string[] = [];
  for (const { tone, mark, label, reason, settledBy, rows } of view.open) {
    const settled = settledBy ? ` Would be settled by: ${settledBy}` : '';
    const ids = rows.map(({ id }) => id).join(', ');
    lines.push(...wrap(`${mark} ${label}: ${ids}`, width).map((line) => paint(tone, line)));
    lines.push(...wrap(`${reason}${settled}`, width - 2).map((line) => `  ${line}`));
  }
  if (view.rows.some((row) => row.preliminary))
    lines.push(...wrap('* preliminary: one short run cannot see how much runs differ.', width));
  return lines;
}

/** One line: the audit has a command of its own that prints the rest. */
function auditLines({ audit }: View, paint: Paint): string[] {
  return audit ? [paint(audit.headline.tone, `The document against itself: ${audit.countsText}`)] : [];
}

function guardLines(view: View, width: number, paint: Paint): string[] {
  const lines: string[] = [];
  for (const guard of view.guards.filter(({ passed }) => !passed)) {
    lines.push(
      ...wrap(`Guard ${guard.status}: ${guard.title} (${guard.direction})`, width).map((line) =>
        paint(guard.tone, line),
      ),
    );
    const text = `Seen: ${guard.seen}; allowed: ${guard.bound}. ${guard.likelyCause} ${guard.nextStep}`;
    lines.push(...wrap(text, width - 2).map((line) => `  ${line}`));
  }
  for (const warning of view.warnings) {
    lines.push(...wrap(`Note: ${warning.seen} ${warning.meaning} ${warning.nextStep}`, width));
  }
  return lines;
}
