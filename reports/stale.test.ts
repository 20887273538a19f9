import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../harness/core/run-record.ts';
import { fixtureRecord, invalidRecord, refutedRecord, shortRecord, staleRecord } from './fixture.ts';
import html from './formats/html.ts';
import junit from './formats/junit.ts';
import summary from './formats/summary.ts';
import { renderTerminal } from './terminal.ts';
import { viewOf } from './view.ts';

const why = 'the document has changed: line 512 has changed';
const all = fixtureRecord().verdicts.map(({ claimId }) => claimId);

/** The record with every verdict stale. */
function allStale(record: RunRecord): RunRecord {
  for (const verdict of record.verdicts) verdict.stale = why;
  return record;
}

/** The `<testcase>` of a claim. */
function caseOf(record: RunRecord, claimId: string): string {
  const xml = junit.render(record);
  const start = xml.lastIndexOf('<testcase', xml.indexOf(`name="${claimId}:`));
  return xml.slice(start, xml.indexOf('</testcase>', start));
}

describe('the headline', () => {
  it('is no yes on a stale verdict', () => {
    const { answer, sureness, cost } = viewOf(staleRecord('l1-users-150'));
    expect(answer.text).toBe(
      'Level 1 carries 150 users of the reference CRM: stale, it was “yes (preliminary)” before the document’s text changed',
    );
    expect(answer).toMatchObject({ tone: 'open', spareMeans: null });
    expect(answer.because).toContain(`The document’s text has changed since the verdict (${why}).`);
    expect(sureness[0]).toBe('Not for the document as it is now: its text has changed since the verdict.');
    expect(cost?.perVerifiedUser?.users).toBe('100');
  });

  it('is no yes for the smaller figure either, and no user is priced', () => {
    const { answer, cost } = viewOf(staleRecord('l1-users-150', 'l1-users-100'));
    expect(answer.others).toEqual([
      '100 users: stale, it was “yes (preliminary)” before the document’s text changed',
    ]);
    expect(cost?.perVerifiedUser).toBeNull();
  });

  it('of an invalid run stays that it is invalid', () => {
    expect(viewOf(allStale(invalidRecord())).answer.text).toMatch(/^The run is invalid/);
  });

  it('is the usual one where only another claim is stale', () => {
    expect(viewOf(staleRecord('l1-cpu')).answer.text).toBe(viewOf(fixtureRecord()).answer.text);
  });
});

describe('a row', () => {
  it('says stale, what it was, and why', () => {
    const row = viewOf(staleRecord('l1-p95')).rows.find(({ id }) => id === 'l1-p95');
    expect(row).toMatchObject({
      ...{ standing: 'stale', outcome: 'verified', label: 'stale, was verified', tone: 'open', mark: '!' },
      reason: `The document’s text has changed since the verdict (${why}). Before, it was verified: The whole interval is on the right side of the limit.`,
    });
  });

  it('is counted as stale and as nothing else', () => {
    const { counts, open } = viewOf(allStale(refutedRecord()));
    expect(counts.map(({ standing, count }) => `${count} ${standing}`)).toEqual([`${all.length} stale`]);
    expect(open.flatMap(({ rows }) => rows)).toHaveLength(all.length);
  });
});

describe('where every verdict is stale', () => {
  const record = allStale(shortRecord());

  it('junit.xml passes nothing and fails nothing', () => {
    expect(junit.render(record)).toMatch(/<testsuites .* tests="4" failures="0" errors="0" skipped="4">/);
  });

  it('no output shows a verdict that stands', () => {
    for (const text of [html.render(record), summary.render(record)])
      expect(/[✓✕] (<\/span> )?(verified|refuted)\b/.test(text)).toBe(false);
    const table = renderTerminal(record, { colour: false, width: 100 }).split('\n\n')[1] ?? '';
    expect(table.match(/stale, was/g)).toHaveLength(4);
  });
});

it('junit.xml gives the reason as a property and with the skipped case', () => {
  expect(caseOf(staleRecord('l1-p95'), 'l1-p95')).toContain(`<property name="stale" value="${why}"/>`);
  expect(caseOf(staleRecord('l1-p95'), 'l1-p95')).toContain(
    `<skipped message="stale, was verified: The document’s text has changed since the verdict (${why}).`,
  );
  expect(caseOf(staleRecord('l1-p95'), 'l1-cpu')).not.toContain('stale');
});

it('every output gives the reason', () => {
  const record = staleRecord('l1-p95');
  const terminal = renderTerminal(record, { colour: false, width: 100 }).replace(/\s+/g, ' ');
  for (const text of [html.render(record), summary.render(record), terminal]) {
    expect(text.includes(why)).toBe(true);
    expect(text.includes('stale, was verified')).toBe(true);
  }
});
