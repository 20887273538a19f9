import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import { evidenceIds } from '../../harness/core/evidence/envelope.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { neutralise } from '../neutralise.ts';
import type { ClaimRow } from '../view/claim-rows.ts';
import { timeText } from '../view/figures.ts';
import { rowsWith, type View, viewOf } from '../view.ts';
import { type Figure, figuresOf } from './figures.ts';
import {
  cacheTable,
  calibrationTable,
  endpointsTable,
  generatorTable,
  type RepetitionRow,
  repetitionRows,
  statementsTable,
} from './load-tables.ts';
import { serviceTables, telemetryTables } from './service-tables.ts';
import { conformanceTables, datasetTable, limitsTable, tenantsTable, topologyTable } from './setup-tables.ts';
import type { Table } from './table.ts';

/** Claims that the first screen names because they are not verified. */
interface Attention {
  title: string;
  tone: ClaimRow['tone'];
  rows: ClaimRow[];
}

interface Sections {
  figures: Figure[];
  costliest: Table[];
  generator: Table[];
  setup: Table[];
  evidence: { id: string; source: string; status: string; tone: ClaimRow['tone'] }[];
}

/** What the template of the page fills in: the view, and the evidence of one repetition. */
export interface Page extends View, Sections {
  startedAt: string;
  startedText: string;
  attention: Attention[];
  /** Which repetition the charts and tables show; null where there is only one. */
  repetitionNote: string | null;
  repetitions: RepetitionRow[];
}

export function pageOf(unsafe: RunRecord): Page {
  const record = neutralise(unsafe);
  const view = viewOf(record);
  const shown = record.repetitions[0];
  const many = record.repetitions.length > 1;
  return {
    ...view,
    startedAt: record.startedAt,
    startedText: timeText(record.startedAt),
    attention: attentionOf(view),
    repetitionNote: many
      ? `Charts and tables show repetition ${shown?.index} of ${record.repetitions.length}.`
      : null,
    repetitions: many ? repetitionRows(record) : [],
    ...(shown
      ? sectionsOf(shown.evidence)
      : { figures: [], costliest: [], generator: [], setup: [], evidence: [] }),
  };
}

function attentionOf(view: View): Attention[] {
  const groups: Attention[] = [
    { title: 'Refuted', tone: 'bad', rows: rowsWith(view, 'refuted', 'projected-fail') },
    { title: 'Stale: the document has changed', tone: 'open', rows: rowsWith(view, 'stale') },
    { title: 'Not shown either way', tone: 'open', rows: rowsWith(view, 'inconclusive') },
    { title: 'Not tested', tone: 'plain', rows: rowsWith(view, 'not-tested', 'untestable-as-written') },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function sectionsOf(evidence: EvidenceSet): Sections {
  return {
    figures: figuresOf(evidence),
    costliest: [
      ...[endpointsTable(evidence), statementsTable(evidence), cacheTable(evidence)],
      ...serviceTables(evidence),
    ],
    generator: [generatorTable(evidence), calibrationTable(evidence), ...telemetryTables(evidence)],
    setup: [
      ...[topologyTable(evidence), ...conformanceTables(evidence), limitsTable(evidence)],
      ...[datasetTable(evidence), tenantsTable(evidence)],
    ],
    evidence: evidenceIds.flatMap((id): Sections['evidence'] => {
      const found = evidence[id];
      if (found === undefined) return []; // of a service that the level does not have
      const { source } = found;
      if (found.status === 'observed') return [{ id, source, status: 'observed', tone: 'good' }];
      return [{ id, source, status: `not observed: ${found.reason}`, tone: 'open' }];
    }),
  };
}
