import { type Audit, type Finding, type FindingCitation, severities } from '../../harness/core/finding.ts';
import type { Tone } from '../view/words.ts';
import { type Certainty, certaintyWords, severityWords } from './words.ts';

/** A finding as a reader sees it. */
export interface FindingRow {
  id: string;
  check: string;
  severity: string;
  tone: Tone;
  mark: string;
  title: string;
  fact: boolean;
  certainty: Certainty;
  /** `arithmetic fact`, or `rests on an assumption: seconds between two actions of a user: 20 s`. */
  restsOn: string;
  /** The first words of it, for a label. */
  certaintyLabel: string;
  certaintyMark: string;
  /** Each assumption with its value; empty for a fact. */
  assumptions: string[];
  arithmetic: string[];
  means: string;
  cites: FindingCitation[];
  /** The same, section by section. */
  cited: { section: string; figures: FindingCitation[] }[];
}

/** Findings of one severity, facts apart from what rests on assumptions. */
export interface FindingGroup {
  severity: string;
  title: string;
  tone: Tone;
  mark: string;
  means: string;
  count: number;
  parts: { certainty: Certainty; title: string; mark: string; means: string; findings: FindingRow[] }[];
}

/** Findings in the order in which they are shown: gravest first, facts before assumptions, else as audited. */
export function findingRowsOf(audit: Audit): FindingRow[] {
  const rank = (finding: Finding): number =>
    severities.indexOf(finding.severity) * 2 + (isFact(finding) ? 0 : 1);
  return [...audit.findings].sort((a, b) => rank(a) - rank(b)).map((finding) => rowOf(finding, audit));
}

/** The severities that occur, gravest first, each in its parts. */
export function findingGroupsOf(rows: readonly FindingRow[]): FindingGroup[] {
  return severities.flatMap((severity) => {
    const { label, labels, tone, mark, means } = severityWords[severity];
    const own = rows.filter((row) => row.severity === label);
    if (own.length === 0) return [];
    const title = `${labels.charAt(0).toUpperCase()}${labels.slice(1)}`;
    return { severity: label, title, tone, mark, means, count: own.length, parts: partsOf(own) };
  });
}

function partsOf(rows: readonly FindingRow[]): FindingGroup['parts'] {
  return (['fact', 'assumption'] as const)
    .map((certainty) => {
      const { title, mark, means } = certaintyWords[certainty];
      const findings = rows.filter((row) => row.certainty === certainty);
      return { certainty, title, mark, means, findings };
    })
    .filter(({ findings }) => findings.length > 0);
}

/** A finding that names an assumption is no fact, whatever it calls itself. */
function isFact(finding: Finding): boolean {
  return finding.certainty === 'fact' && finding.assumes.length === 0;
}

function rowOf(finding: Finding, audit: Audit): FindingRow {
  const { label, tone, mark } = severityWords[finding.severity];
  const fact = isFact(finding);
  const certainty = fact ? 'fact' : 'assumption';
  const assumptions = finding.assumes.map((id) => assumptionText(id, audit));
  return {
    id: finding.id,
    check: finding.check,
    ...{ severity: label, tone, mark, title: finding.title, fact, certainty, assumptions },
    restsOn: restsOn(fact, assumptions),
    certaintyLabel: certaintyWords[certainty].label,
    certaintyMark: certaintyWords[certainty].mark,
    arithmetic: finding.arithmetic,
    means: finding.means,
    cites: finding.cites,
    cited: bySection(finding.cites),
  };
}

function bySection(cites: readonly FindingCitation[]): FindingRow['cited'] {
  const sections = [...new Set(cites.map(({ section }) => section))];
  return sections.map((section) => ({ section, figures: cites.filter((cite) => cite.section === section) }));
}

function assumptionText(id: string, audit: Audit): string {
  const assumption = audit.assumptions.find((one) => one.id === id);
  if (assumption === undefined) return `${id}, of which the audit does not say the value`;
  return `${assumption.label}: ${assumption.text}${assumption.usual ? '' : ' (set by the user)'}`;
}

function restsOn(fact: boolean, assumptions: readonly string[]): string {
  if (fact) return certaintyWords.fact.label;
  if (assumptions.length === 0) return `${certaintyWords.assumption.label} that it does not name`;
  if (assumptions.length === 1) return `${certaintyWords.assumption.label}: ${assumptions[0]}`;
  return `rests on ${assumptions.length} assumptions: ${assumptions.join('; ')}`;
}
