import type { Audit } from '../../harness/core/finding.ts';
import { columnsToFill, type Paint, painter, type TerminalOptions } from '../terminal-paint.ts';
import { layTable, wrap } from '../text-table.ts';
import type { FindingRow } from './findings.ts';
import { type AuditView, auditViewOf } from './view.ts';

export interface AuditTerminalOptions extends TerminalOptions {
  /** Errors in full, a line for each of the rest, no list of checks; everything in full where left out. */
  brief?: boolean;
}

/** What the console shows of an audit: headline, findings, prices, checks, assumptions, state of the document. */
export function renderAudit(audit: Audit, options: AuditTerminalOptions): string {
  const view = auditViewOf(audit);
  const width = columnsToFill(options);
  const paint = painter(options.colour);
  const brief = options.brief === true;
  const sections = [
    headlineLines(view, width, paint),
    ...findingSections(view, width, paint, brief),
    economicsLines(view, width),
    ...(brief ? [] : [checkLines(view, width, paint)]),
    assumptionLines(view, width, brief),
    documentLines(view, width, paint),
    closingLines(view, width, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** One finding in full; null where the audit has none of that id. */
export function renderFinding(audit: Audit, id: string, options: TerminalOptions): string | null {
  const row = auditViewOf(audit).findings.find((finding) => finding.id === id);
  if (row === undefined) return null;
  return findingLines(row, columnsToFill(options), painter(options.colour)).join('\n');
}

/** What the audit calls the figure of a promise, which has none. */
const noFigure = 'no figure';

/** Wrapped to what is left of the width; lines after the first stand `hang` further in. */
function indented(text: string, width: number, indent: number, hang = 0): string[] {
  return wrap(text, width - indent - hang).map(
    (line, index) => `${' '.repeat(index === 0 ? indent : indent + hang)}${line}`,
  );
}

function headlineLines({ headline, document }: AuditView, width: number, paint: Paint): string[] {
  return [
    ...wrap(headline.text, width).map((line) => paint(headline.tone, line)),
    ...headline.because.flatMap((sentence) => wrap(sentence, width)),
    ...(document.same ? [] : wrap(document.text, width).map((line) => paint(document.tone, line))),
  ];
}

/** A section per severity and certainty, so that facts never stand among what rests on assumptions. */
function findingSections({ groups }: AuditView, width: number, paint: Paint, brief: boolean): string[][] {
  const explained = new Set<string>();
  return groups.flatMap(({ title, means, tone, parts }, grave) =>
    parts.map((part, place) => {
      const first = !explained.has(part.certainty);
      explained.add(part.certainty);
      const heading = `${title.toUpperCase()}, ${part.title.toUpperCase()} (${part.findings.length})`;
      return [
        ...wrap(heading, width).map((line) => paint(tone, line)),
        ...(place === 0 ? wrap(means, width) : []),
        ...(first ? wrap(part.means, width) : []),
        ...(brief && grave > 0 ? [''] : []),
        ...part.findings.flatMap((row) =>
          brief && grave > 0 ? titleLines(row, width, paint) : ['', ...findingLines(row, width, paint)],
        ),
      ];
    }),
  );
}

/** What is found, and the id by which all of it can be asked for. */
function titleLines(row: FindingRow, width: number, paint: Paint): string[] {
  return [
    ...indented(`${row.mark} ${row.title}`, width, 0, 2).map((line) => paint(row.tone, line)),
    ...indented(row.id, width, 4).map((line) => paint('plain', line)),
  ];
}

function findingLines(row: FindingRow, width: number, paint: Paint): string[] {
  return [
    ...indented(`${row.mark} ${row.title}`, width, 0, 2).map((line) => paint(row.tone, line)),
    ...indented(`${row.certaintyMark} ${row.restsOn}`, width, 2, 2),
    ...row.arithmetic.flatMap((line) => indented(line, width, 6, 2)),
    ...indented(row.means, width, 2),
    ...citationLines(row, width, paint),
  ];
}

/** A line per section, with each figure and the claim that states it. */
function citationLines(row: FindingRow, width: number, paint: Paint): string[] {
  return row.cited.flatMap(({ section, figures }) => {
    const listed = figures
      .map(({ figure, claimId }) => (figure === noFigure ? claimId : `${figure} (${claimId})`))
      .join(', ');
    return indented(`“${section}”: ${listed}`, width, 2, 2).map((line) => paint('plain', line));
  });
}

function economicsLines({ economics }: AuditView, width: number): string[] {
  if (economics.length === 0) return [];
  const head = ['level', 'a month', 'most users', 'fewest users', '1,000 cust.', '1,000 msg.', 'user added'];
  const rows = economics.map(({ level, cells }) => ({
    cells: [String(level), ...cells.map(({ text }) => (text === 'none' ? '-' : text))],
    paint: [],
  }));
  return [
    'WHAT A LEVEL COSTS FOR WHAT IT CLAIMS TO CARRY',
    ...layTable({ head, rows, width, right: [1, 2, 3, 4, 5, 6], narrowest: [5, 7, 7, 7, 7, 7, 7] }),
    ...wrap(
      'Rupees a month. Most users, fewest users: for each user, at the upper and at the lower end of what the level carries. User added: for each user that it carries more than the level before. 1,000 msg.: of the price of its WhatsApp VMs, each sending the most it is said to on all 30 days.',
      width,
    ),
  ];
}

function checkLines({ checks }: AuditView, width: number, paint: Paint): string[] {
  if (checks.length === 0) return [];
  const head = ['check', 'compared', 'found'];
  const rows = checks.map(({ title, compared, found, tone, mark }) => ({
    cells: [title, compared, `${mark} ${found}`],
    paint: [null, null, (text: string) => paint(tone, text)],
  }));
  return ['WHAT WAS LOOKED AT', ...layTable({ head, rows, width, right: [1], narrowest: [24, 8, 20] })];
}

function assumptionLines({ assumptions }: AuditView, width: number, brief: boolean): string[] {
  if (assumptions.length === 0) return [];
  return [
    'ASSUMPTIONS THAT WERE USED',
    ...assumptions.flatMap(({ id, label, text, setBy, source, usedBy }) => [
      ...indented(`${label}: ${text} (${setBy})`, width, 2, 2),
      ...(brief
        ? []
        : indented(`${id}; ${usedBy.length === 0 ? 'no finding rests on it; ' : ''}${source}`, width, 4)),
    ]),
  ];
}

function documentLines({ document, claims }: AuditView, width: number, paint: Paint): string[] {
  return [
    'THE DOCUMENT',
    ...indented(document.text, width, 2).map((line) => paint(document.tone, line)),
    ...indented(`${claims} in the catalogue${document.staleText}.`, width, 2),
    ...document.stale.flatMap(({ claimId, seen, now }) =>
      indented(`${claimId}: ${seen}; ${now}`, width, 4, 2),
    ),
  ];
}

/** The headline again: by now it has left the screen. */
function closingLines({ headline, countsText }: AuditView, width: number, paint: Paint): string[] {
  return wrap(`${headline.text} (${countsText})`, width).map((line) => paint(headline.tone, line));
}
