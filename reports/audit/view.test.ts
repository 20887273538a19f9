import { describe, expect, it } from 'vitest';
import type { Audit, Finding } from '../../harness/core/finding.ts';
import { cleanAudit, fixtureAudit } from '../fixture/audit.ts';
import { auditViewOf } from './view.ts';

/** The fixture with as many errors and warnings as asked. */
function withCounts(errors: number, warnings: number): Audit {
  return fixtureAudit((audit) => {
    const [error, , warning, , note] = audit.findings as [Finding, Finding, Finding, Finding, Finding];
    const copies = (finding: Finding, count: number): Finding[] =>
      Array.from({ length: count }, (_, index) => ({ ...finding, id: `${finding.id}-${index}` }));
    audit.findings = [...copies(error, errors), ...copies(warning, warnings), note];
  });
}

const headline = (audit: Audit): string => auditViewOf(audit).headline.text;
const find = (audit: Audit, id: string) => auditViewOf(audit).findings.find((row) => row.id === id);

describe('the headline', () => {
  it.each([
    [12, 9, 'The document contradicts itself or does not add up in 12 places; 9 more figures mislead'],
    [1, 1, 'The document contradicts itself or does not add up in 1 place; 1 more figure misleads'],
    [2, 0, 'The document contradicts itself or does not add up in 2 places'],
    [0, 1, 'The document does not contradict itself, but 1 figure misleads'],
    [0, 3, 'The document does not contradict itself, but 3 figures mislead'],
    [0, 0, 'No contradiction, no wrong sum and no misleading figure was found in the document'],
  ])('of %i errors and %i warnings', (errors, warnings, text) =>
    expect(headline(withCounts(errors, warnings))).toBe(text),
  );

  it('says how much of it is arithmetic and how much was looked at', () => {
    expect(auditViewOf(fixtureAudit()).headline.because).toEqual([
      'Of 5 findings, 3 are arithmetic on the document’s own figures; 2 also rest on assumptions, which are named with each.',
      '41 comparisons in 7 checks; 1 check found nothing wrong.',
    ]);
  });

  it('is never good news where nothing was compared', () => {
    const idle = fixtureAudit((audit) => {
      audit.findings = [];
      for (const check of audit.checks) Object.assign(check, { compared: 0, findings: 0 });
    });
    expect(auditViewOf(idle).headline).toMatchObject({
      text: 'Nothing of the document was compared',
      tone: 'open',
    });
    expect(auditViewOf(cleanAudit()).headline.tone).toBe('good');
  });

  it('counts what stands below it', () => {
    expect(auditViewOf(fixtureAudit()).countsText).toBe('2 errors, 2 warnings, 1 note');
    expect(auditViewOf(cleanAudit()).countsText).toBe('no findings');
  });
});

describe('a finding', () => {
  it('keeps all that the audit says of it', () => {
    const audit = fixtureAudit();
    const { findings, groups } = auditViewOf(audit);
    const grouped = groups.flatMap(({ parts }) => parts.flatMap((part) => part.findings));
    expect(grouped).toEqual(findings);
    expect(findings).toHaveLength(audit.findings.length);
    for (const { assumes: _, certainty: __, severity, ...kept } of audit.findings)
      expect(findings.find(({ id }) => id === kept.id)).toMatchObject({ ...kept, severity });
    for (const row of findings)
      expect(row.cited.flatMap(({ figures }) => figures)).toHaveLength(row.cites.length);
  });

  it('is a fact, or names each assumption with its value and who set it', () => {
    expect(find(fixtureAudit(), 'level-sums-l5')).toMatchObject({ fact: true, restsOn: 'arithmetic fact' });
    expect(find(fixtureAudit(), 'storage-l3')).toMatchObject({
      fact: false,
      restsOn:
        'rests on 2 assumptions: size of one full backup as a share of the database: 25 % of the database (set by the user); ' +
        'disk taken by the system, programs and logs: 10 GB',
    });
  });

  it('is no fact where it names an assumption, whatever it calls itself', () => {
    const audit = fixtureAudit((draft) => {
      for (const finding of draft.findings) finding.certainty = 'fact';
    });
    expect(find(audit, 'storage-l3')?.restsOn).toMatch(/^rests on 2 assumptions: /);
  });

  it('is no fact where it rests on assumptions that nobody can look up', () => {
    const audit = fixtureAudit((draft) => {
      draft.assumptions = [];
      draft.findings[0] = { ...(draft.findings[0] as Finding), certainty: 'assumption' };
    });
    expect(find(audit, 'level-sums-l5')?.restsOn).toBe('rests on an assumption that it does not name');
    expect(find(audit, 'storage-l3')?.assumptions).toEqual([
      'backupRatio, of which the audit does not say the value',
      'systemBytes, of which the audit does not say the value',
    ]);
  });

  it('stands by its gravity, facts apart from assumptions, in whatever order it came', () => {
    const audit = fixtureAudit((draft) => {
      draft.findings.reverse();
      (draft.findings[1] as Finding).severity = 'error';
    });
    const { groups, gravest } = auditViewOf(audit);
    expect(groups.map(({ severity, parts }) => [severity, ...parts.map(({ title }) => title)])).toEqual([
      ['error', 'Arithmetic facts', 'Resting on assumptions'],
      ['warning', 'Resting on assumptions'],
      ['note', 'Arithmetic facts'],
    ]);
    expect(gravest.map(({ id }) => id)).toEqual([
      'tree-against-text-l4',
      'level-sums-l5',
      'storage-l3',
      'trigger-reach-read-queries',
    ]);
  });
});

it('names one of each check on the first screen before a second of any, but never a warning before an error', () => {
  const audit = fixtureAudit((draft) => {
    const [sum] = draft.findings as [Finding];
    const more = ['a', 'b', 'c'].map((name) => ({ ...sum, id: `level-sums-${name}` }));
    draft.findings.unshift(...more);
  });
  expect(auditViewOf(audit).gravest.map(({ id }) => id)).toEqual([
    'level-sums-a',
    'tree-against-text-l4',
    'level-sums-b',
    'level-sums-c',
  ]);
});

it('tells a check that found nothing wrong from one that had nothing to compare', () => {
  const found = auditViewOf(fixtureAudit()).checks.map(({ id, found, mark }) => `${mark} ${id}: ${found}`);
  expect(found).toEqual([
    '✕ level-sums: 1 finding',
    '✕ tree-against-text: 1 finding',
    '! trigger-reach: 1 finding',
    '! storage: 1 finding',
    '– economics: 1 finding',
    '✓ per-tenant: nothing wrong',
    '? replicas: nothing to compare',
  ]);
});

it('lists the assumptions that were used or set, with the findings that rest on each', () => {
  const { assumptions, idleAssumptions } = auditViewOf(fixtureAudit());
  expect(assumptions.map(({ id, setBy, usedBy }) => `${id}: ${setBy}, ${usedBy.length}`)).toEqual([
    'actionSeconds: usual value, 1',
    'requestsPerAction: usual value, 1',
    'readQueriesPerRequest: usual value, 1',
    'backupRatio: set by the user, 1',
    'systemBytes: usual value, 1',
    'messagingHours: set by the user, 0',
  ]);
  expect(idleAssumptions.map(({ id }) => id)).toEqual(['growth']);
});

it('gives prices in rupees with Indian grouping, and says where there is none', () => {
  const audit = fixtureAudit(({ economics }) => {
    Object.assign(economics[4] as object, { inrPerMonth: 12_34_567, inrPerUserAdded: -28.5 });
  });
  const { economics } = auditViewOf(audit);
  expect(economics[0]?.cells.map(({ text }) => text)).toEqual([
    '₹3,500',
    '₹23.33',
    '₹35',
    '₹350',
    'none',
    'none',
  ]);
  expect(economics[4]?.cells[0]?.text).toBe('₹12,34,567');
  expect(economics[4]?.cells[5]?.text).toBe('−₹28.50');
});

describe('the document', () => {
  const inState = (state: Audit['document']['state']) =>
    auditViewOf(fixtureAudit(({ document }) => void Object.assign(document, { state }))).document;

  it('that has changed shows what was read instead', () => {
    const { same, staleText, stale } = inState('changed');
    expect({ same, staleText }).toEqual({ same: false, staleText: ', 2 of them stale' });
    expect(stale.map(({ now }) => now)).toEqual([
      'read as 220 users',
      'could not be read again: the catalogue’s figure was used',
    ]);
  });

  it('that is absent is not called unchanged', () => {
    expect(inState('absent')).toMatchObject({ same: false, label: 'absent', staleText: '' });
    expect(inState('same')).toMatchObject({ same: true, label: 'unchanged', tone: 'good' });
  });
});

it('gathers every cited place once, with the findings that cite it', () => {
  const audit = fixtureAudit((draft) => {
    const [first, second] = draft.findings as [Finding, Finding];
    second.cites.push(first.cites[0] as Finding['cites'][number]);
  });
  const claims = auditViewOf(audit).places.flatMap((place) => place.claims);
  const cited = new Set(audit.findings.flatMap(({ cites }) => cites.map(({ claimId }) => claimId)));
  expect(claims.map(({ claimId }) => claimId).sort()).toEqual([...cited].sort());
  expect(claims.find(({ claimId }) => claimId === 'l5-price-total')?.findings.map(({ id }) => id)).toEqual([
    'level-sums-l5',
    'tree-against-text-l4',
  ]);
});
