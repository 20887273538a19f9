import type { Audit } from '../../harness/core/finding.ts';
import { groupDigits } from '../../harness/core/units.ts';
import { neutralise } from '../neutralise.ts';
import type { Tone } from '../view/words.ts';
import { type EconomicsView, economicsViewOf } from './economics.ts';
import { type FindingGroup, type FindingRow, findingGroupsOf, findingRowsOf } from './findings.ts';
import { type Headline, headlineOf } from './headline.ts';
import { type CitedSection, citedSectionsOf } from './places.ts';
import { counted, documentWords, severityWords } from './words.ts';

/** Most findings that the first screen names. */
const gravestShown = 4;

interface CheckRow {
  id: string;
  title: string;
  compared: string;
  /** `nothing wrong`, `2 findings`, `nothing to compare`. */
  found: string;
  tone: Tone;
  mark: string;
  clean: boolean;
}

interface AssumptionRow {
  id: string;
  label: string;
  text: string;
  source: string;
  setByUser: boolean;
  /** Who chose the value, in words. */
  setBy: string;
  usedBy: { id: string; title: string }[];
}

interface StaleRow {
  claimId: string;
  seen: string;
  /** What was read instead, in words. */
  now: string;
}

/** Everything that an audit says, in words; nothing is judged anew. */
export interface AuditView {
  headline: Headline;
  counts: { count: number; label: string; tone: Tone; mark: string; means: string }[];
  /** `2 errors, 2 warnings, 1 note`; `no findings`. */
  countsText: string;
  groups: FindingGroup[];
  findings: FindingRow[];
  gravest: FindingRow[];
  economics: EconomicsView[];
  /** Those that a finding rests on, and those that the user set. */
  assumptions: AssumptionRow[];
  /** Those at their usual value on which no finding rests. */
  idleAssumptions: AssumptionRow[];
  checks: CheckRow[];
  claims: string;
  document: { label: string; tone: Tone; text: string; same: boolean; staleText: string; stale: StaleRow[] };
  /** Where to mend the document: every place that a finding cites. */
  places: CitedSection[];
}

/** The view of an audit. Its strings are neutralised: on one line, nothing in them acts. Escaping is the output's. */
export function auditViewOf(unsafe: Audit): AuditView {
  const audit = neutralise(unsafe);
  const findings = findingRowsOf(audit);
  const counts = countsOf(findings);
  const assumptions = audit.assumptions.map((assumption) => assumptionRow(assumption, audit));
  const matters = (row: AssumptionRow): boolean => row.usedBy.length > 0 || row.setByUser;
  return {
    headline: headlineOf(audit, findings),
    counts,
    countsText: counts.map(({ count, label }) => `${count} ${label}`).join(', ') || 'no findings',
    groups: findingGroupsOf(findings),
    findings,
    gravest: gravestOf(findings),
    economics: economicsViewOf(audit.economics),
    assumptions: assumptions.filter(matters),
    idleAssumptions: assumptions.filter((row) => !matters(row)),
    checks: audit.checks.map((check) => checkRow(check, findings)),
    claims: counted(audit.claims, 'claim'),
    document: documentOf(audit),
    places: citedSectionsOf(findings),
  };
}

/** Of each severity one of each check before a second of any: four findings of one kind tell a reader one thing. */
function gravestOf(rows: readonly FindingRow[]): FindingRow[] {
  const ordered = Object.values(severityWords).flatMap(({ label }) => {
    const own = rows.filter((row) => row.severity === label);
    const firsts = own.filter((row) => own.find(({ check }) => check === row.check) === row);
    return [...firsts, ...own.filter((row) => !firsts.includes(row))];
  });
  return ordered.slice(0, gravestShown);
}

function countsOf(rows: readonly FindingRow[]): AuditView['counts'] {
  return Object.values(severityWords)
    .map(({ label, labels, tone, mark, means }) => {
      const count = rows.filter((row) => row.severity === label).length;
      return { count, label: count === 1 ? label : labels, tone, mark, means };
    })
    .filter(({ count }) => count > 0);
}

function assumptionRow(assumption: Audit['assumptions'][number], audit: Audit): AssumptionRow {
  const { id, label, text, source, usual } = assumption;
  return {
    ...{ id, label, text, source, setByUser: !usual },
    setBy: usual ? 'usual value' : 'set by the user',
    usedBy: audit.findings
      .filter((finding) => finding.assumes.includes(id))
      .map((finding) => ({ id: finding.id, title: finding.title })),
  };
}

/** What was compared and found right is told too; a check that compared nothing has shown nothing. */
function checkRow(check: Audit['checks'][number], rows: readonly FindingRow[]): CheckRow {
  const { id, title, compared } = check;
  const row = { id, title, compared: groupDigits(compared) };
  const gravest = rows.find((finding) => finding.check === id);
  if (check.findings > 0) {
    const { tone, mark } = gravest ?? severityWords.error;
    return { ...row, found: counted(check.findings, 'finding'), tone, mark, clean: false };
  }
  if (compared === 0) return { ...row, found: 'nothing to compare', tone: 'open', mark: '?', clean: false };
  return { ...row, found: 'nothing wrong', tone: 'good', mark: '✓', clean: true };
}

function documentOf({ document }: Audit): AuditView['document'] {
  return {
    ...documentWords[document.state],
    same: document.state === 'same',
    staleText: document.state === 'absent' ? '' : `, ${document.stale.length || 'none'} of them stale`,
    stale: document.stale.map(({ claimId, seen, now }) => ({
      claimId,
      seen,
      now: now === null ? 'could not be read again: the catalogue’s figure was used' : `read as ${now}`,
    })),
  };
}
