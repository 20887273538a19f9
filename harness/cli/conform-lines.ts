import { textTable } from '../core/text-table.ts';
import type { Asked } from '../run/conform/ask.ts';
import type { JourneyOutlook } from '../run/conform/journeys.ts';
import { verdictOf } from '../run/conform/verdict.ts';

/** A line for each question, the count of what came of them, what the journeys can do (null: none was looked at), and the verdict last. */
export function conformLines(
  results: readonly Asked[],
  journeys: readonly JourneyOutlook[] | null,
): string[] {
  const rows = results.map(({ outcome, method, route, asked, required, reason }) => [
    outcome,
    method,
    route,
    asked,
    [required ? '' : 'optional', reason ?? ''].filter(Boolean).join(': '),
  ]);
  return [
    ...textTable(rows),
    '',
    countLine(results),
    ...(journeys === null ? [] : ['', ...journeys.map(journeyLine)]),
    ...['', verdictOf(results).says],
  ];
}

function countLine(results: readonly Asked[]): string {
  const counts = (['ok', 'missing', 'wrong', 'not asked'] as const).map((outcome) => {
    const own = results.filter((result) => result.outcome === outcome);
    const required = own.filter((result) => result.required).length;
    return `${own.length} ${outcome}${own.length > 0 && outcome !== 'ok' ? ` (${required} required)` : ''}`;
  });
  return `${results.length} questions: ${counts.join(', ')}`;
}

function journeyLine({ id, outlook, because }: JourneyOutlook): string {
  const why = outlook === 'not known' ? `not asked: ${because.join(', ')}` : because.join(', ');
  return `journey ${id}: ${outlook}${why === '' ? '' : ` (${why})`}`;
}
