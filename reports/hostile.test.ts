import { describe, expect, it } from 'vitest';
import { plantEverywhere } from './fixture/hostile.ts';
import { manyServicesRecord } from './fixture/service-evidence.ts';
import { fixtureRecord, invalidRecord, silentRecord, staleRecord } from './fixture.ts';
import html from './formats/html.ts';
import junit from './formats/junit.ts';
import summary from './formats/summary.ts';
import { renderTerminal } from './terminal.ts';
import { columnsOf } from './text-table.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200f\u202e\u2028]/;
const defect = fixtureRecord((record) => {
  record.spec.defect = 'slow';
});
const plain = {
  ...{ valid: defect, invalid: invalidRecord(), silent: silentRecord(['samples', 'host']) },
  'many services': manyServicesRecord(),
};
/** What decides which parts are shown: an id that is referred to, and the kind that tells a claim on users. */
const names = ['verdicts.*.claimId', 'claims.*.kind'];
const cases = Object.entries(plain).map(([name, record]) => {
  const known = plantEverywhere(record, names);
  return [name, record, known.record, known.planted] as const;
});

/** Names of all elements in the order in which they open. */
const tagsOf = (markup: string): string[] =>
  [...markup.matchAll(/<([a-z!][\w-]*)/gi)].map((match) => match[1] as string);

describe.each(cases)('hostile text in every free string of a %s run', (_, record, hostile, planted) => {
  it('gets into the places it is meant for', () => {
    expect(planted.length).toBeGreaterThan(30);
    expect(planted).toEqual(
      expect.arrayContaining([
        ...['claims.*.says', 'guards.*.seen', 'warnings.*.seen', 'spec.runId'],
        ...['audit.findings.*.title', 'audit.findings.*.cites.*.section'],
      ]),
    );
  });

  it('is text in the page: the same elements, nothing filled in', () => {
    const page = html.render(hostile);
    expect(tagsOf(page)).toEqual(tagsOf(html.render(record)));
    expect(page).not.toMatch(acting);
    expect(page).toContain('{{runId}}{{{css}}}');
  });

  it('is text in junit.xml: the same elements, no section left early', () => {
    const outside = (xml: string): string => xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>|"[^"]*"/g, '');
    const xml = junit.render(hostile);
    expect(tagsOf(outside(xml))).toEqual(tagsOf(outside(junit.render(record))));
    expect(outside(xml)).not.toContain(']]>');
    expect(xml).not.toMatch(acting);
  });

  it('is text in summary.md: the same lines, no cell, heading, link or element of its own', () => {
    const shape = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => `${/^[#>|-]*/.exec(line)?.[0]} ${line.replace(/\\./g, '').split('|').length}`);
    const text = summary.render(hostile);
    expect(shape(text)).toEqual(shape(summary.render(record)));
    expect(text).not.toMatch(acting);
    expect(text).not.toMatch(/<(?!br>)|(?<!\\)\[text|https:\/\/|(?<!\\)@someone/);
  });

  it('is text on the terminal, within the width', () => {
    const text = renderTerminal(hostile, { colour: false, width: 100 });
    expect(text).not.toMatch(acting);
    for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(100);
  });
});

it('gets into the names that the services give', () => {
  const { planted } = plantEverywhere(manyServicesRecord(), names);
  const evidence = 'repetitions.*.evidence';
  expect(planted).toEqual(
    expect.arrayContaining([
      `${evidence}.processes.data.vms.*.services.*.service`,
      `${evidence}.haproxy.data.servers.*.server`,
      `${evidence}.pgbouncer.data.notObserved.*.reason`,
    ]),
  );
});

it('is text where a verdict is stale for a hostile reason', () => {
  const record = staleRecord('l1-users-150', 'l1-p95');
  const { record: hostile, planted } = plantEverywhere(record, names);
  expect(planted).toContain('verdicts.*.stale');
  expect(tagsOf(html.render(hostile))).toEqual(tagsOf(html.render(record)));
  for (const text of [html.render(hostile), junit.render(hostile), summary.render(hostile)])
    expect(acting.test(text)).toBe(false);
});

it('is text where even the id of a verdict is hostile', () => {
  const { record, planted } = plantEverywhere(fixtureRecord());
  expect(planted).toContain('verdicts.*.claimId');
  const page = html.render(record);
  const usual = tagsOf(html.render(fixtureRecord()));
  expect(tagsOf(page).filter((tag) => !usual.includes(tag))).toEqual([]);
  for (const text of [page, junit.render(record), summary.render(record)]) expect(text).not.toMatch(acting);
});
