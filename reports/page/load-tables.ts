import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatBytes, formatValue, groupDigits } from '../../harness/core/units.ts';
import { durationText } from '../view/figures.ts';
import { type Table, tableOf } from './table.ts';

const ms = (value: number): string => formatValue(value, 'ms');
const ratio = (value: number | null): string => (value === null ? 'none' : formatValue(value, 'ratio'));

/** Endpoints, slowest p95 first: where the time of users goes. */
export function endpointsTable({ samples }: EvidenceSet): Table {
  return tableOf(samples, {
    id: 'endpoints',
    caption: 'Endpoints over the steady window, slowest p95 first',
    columns: [
      'Endpoint',
      '#Requests',
      '#Errors',
      '#p50',
      '#p90',
      '#p95',
      '#p99',
      '#Largest',
      '#Database, mean',
    ],
    rows: ({ endpoints }) =>
      [...endpoints]
        .sort((a, b) => b.p95Ms - a.p95Ms)
        .map((row) => [
          row.endpoint,
          groupDigits(row.requests),
          groupDigits(row.errors),
          ...[row.p50Ms, row.p90Ms, row.p95Ms, row.p99Ms, row.maxMs].map(ms),
          row.databaseMeanMs === null ? 'none given' : ms(row.databaseMeanMs),
        ]),
    facts: (data) => [
      ['Requests', groupDigits(data.requests)],
      ['Outcomes', outcomesText(data.byOutcome)],
      ['Rows of another tenant', groupDigits(data.wrongTenant)],
      ['Mean pause, measured', durationText(data.meanThinkMs)],
      [
        'Expected requests',
        `${groupDigits(Math.round(data.expectedRequests))} ± ${groupDigits(Math.round(data.expectedRequestsSd))}`,
      ],
      ['Users at the end', `${groupDigits(data.activeUsersAtEnd)} of ${groupDigits(data.users)}`],
    ],
  });
}

function outcomesText(counts: Partial<Record<string, number>>): string {
  const seen = Object.entries(counts).map(([outcome, count]) => `${outcome} ${groupDigits(count ?? 0)}`);
  return seen.join(', ') || 'none';
}

/** The statements that cost the database most, with its other counters. */
export function statementsTable({ postgres }: EvidenceSet): Table {
  return tableOf(postgres, {
    id: 'statements',
    caption: 'Statements of the application that took the database longest, over the window',
    columns: ['Statement', '#Calls', '#Mean', '#Total'],
    rows: ({ slowest }) =>
      slowest.map((row) => [row.query, groupDigits(row.calls), ms(row.meanMs), durationText(row.totalMs)]),
    facts: (data) => [
      ['Queries', groupDigits(data.calls)],
      ['Mean query', data.meanExecMs === null ? 'none' : ms(data.meanExecMs)],
      ['Buffer cache hits', ratio(data.bufferHitRatio)],
      ['Database size', formatBytes(data.databaseBytes)],
      ['Commits, rollbacks', `${groupDigits(data.commits)}, ${groupDigits(data.rollbacks)}`],
      ['Deadlocks', groupDigits(data.deadlocks)],
    ],
  });
}

/** The cache's counters. */
export function cacheTable({ redis }: EvidenceSet): Table {
  return tableOf(redis, {
    id: 'cache',
    caption: 'Redis over the window',
    columns: [],
    rows: () => [],
    facts: (data) => [
      ['Hit rate', ratio(data.hitRatio)],
      ['Hits, misses', `${groupDigits(data.hits)}, ${groupDigits(data.misses)}`],
      [
        'Memory, largest',
        `${formatBytes(data.usedMemoryMaxBytes)} of ${data.maxMemoryBytes > 0 ? formatBytes(data.maxMemoryBytes) : 'no limit'}`,
      ],
      ['Evicted keys', groupDigits(data.evictedKeys)],
      ['Append-only file', data.appendOnly ? 'on' : 'off'],
    ],
  });
}

/** Health of the load generator: it is guilty until proven innocent. */
export function generatorTable({ generator }: EvidenceSet): Table {
  return tableOf(generator, {
    id: 'generator',
    caption: 'The load generator over the window',
    columns: [],
    rows: () => [],
    facts: (data) => [
      ['Late sends', `p50 ${ms(data.slipP50Ms)}, p99 ${ms(data.slipP99Ms)}, worst ${ms(data.slipMaxMs)}`],
      ['Event loop', `p99 ${ms(data.loopDelayP99Ms)} late, ${ratio(data.loopUtilisation)} used`],
      ['CPU', `${ratio(data.cpuRatio)} of one core, ${ms(data.cpuMsPerRequest)} a request`],
      ['Dropped sends', groupDigits(data.droppedSends)],
      ['Memory, largest', formatBytes(data.maxResidentBytes)],
      ['Clock jump', ms(data.clockJumpMs)],
    ],
  });
}

/** What the engine reached against a server that does nothing, before the run. */
export function calibrationTable({ calibration }: EvidenceSet): Table {
  return tableOf(calibration, {
    id: 'calibration',
    caption: 'The load engine against a server that does nothing, on the same host, before the run',
    columns: [],
    rows: () => [],
    facts: (data) => [
      ['Planned rate', formatValue(data.plannedRps, 'rps')],
      ['Reached', `${formatValue(data.reachedRps, 'rps')} of ${formatValue(data.askedRps, 'rps')} asked`],
      ['Late sends, p99', ms(data.slipP99Ms)],
      ['Response, p95', ms(data.p95Ms)],
      ['Errors', groupDigits(data.errors)],
    ],
  });
}

export interface RepetitionRow {
  head: string;
  cells: string[];
}

/** Each repetition's own figures, side by side: percentiles are listed, never averaged. */
export function repetitionRows(record: RunRecord): RepetitionRow[] {
  return record.repetitions.map(({ index, evidence: { samples } }) => {
    if (samples.status === 'unavailable')
      return { head: String(index), cells: [samples.reason, '', '', '', ''] };
    const { requests, errors, throughputRps, worstCaseLatency } = samples.data;
    const p50 = worstCaseLatency ? ms(worstCaseLatency.p50Ms) : 'none';
    const p95 = worstCaseLatency ? ms(worstCaseLatency.p95Ms) : 'none';
    return {
      head: String(index),
      cells: [groupDigits(requests), groupDigits(errors), formatValue(throughputRps, 'rps'), p50, p95],
    };
  });
}
