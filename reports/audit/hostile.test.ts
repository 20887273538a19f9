import { expect, it } from 'vitest';
import { auditSchema } from '../../harness/core/finding.ts';
import { fixtureAudit } from '../fixture/audit.ts';
import { hostileText, plantIn } from '../fixture/hostile.ts';
import { columnsOf } from '../text-table.ts';
import { renderAuditPage } from './page.ts';
import { renderAudit } from './terminal.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200f\u202e\u2028]/;
const plainMeta = { madeAt: '2025-11-25T16:39:20.000Z', harnessVersion: '0.1.0' };
const hostileMeta = { madeAt: hostileText, harnessVersion: hostileText };
/** What findings refer to each other by; planted apart, for they decide what is shown where. */
const names = ['findings.*.assumes.*', 'assumptions.*.id', 'findings.*.check', 'checks.*.id'];
const { value: hostile, planted } = plantIn(auditSchema, fixtureAudit(), names);
const tagsOf = (markup: string): string[] =>
  [...markup.matchAll(/<([a-z!][\w-]*)/gi)].map((match) => match[1] as string);

it('gets into every text of an audit', () => {
  expect(planted.sort()).toEqual([
    'assumptions.*.label',
    'assumptions.*.source',
    'assumptions.*.text',
    'checks.*.title',
    'document.stale.*.claimId',
    'document.stale.*.now',
    'document.stale.*.seen',
    'findings.*.arithmetic.*',
    'findings.*.cites.*.claimId',
    'findings.*.cites.*.figure',
    'findings.*.cites.*.says',
    'findings.*.cites.*.section',
    'findings.*.means',
    'findings.*.title',
  ]);
});

it('is text on the page: the same elements, nothing filled in', () => {
  const page = renderAuditPage(hostile, hostileMeta);
  expect(tagsOf(page)).toEqual(tagsOf(renderAuditPage(fixtureAudit(), plainMeta)));
  expect(acting.test(page)).toBe(false);
  expect(page.includes('{{runId}}{{{css}}}')).toBe(true);
});

it('is text on the terminal, within the width', () => {
  const text = renderAudit(hostile, { colour: false, width: 80 });
  expect(acting.test(text)).toBe(false);
  for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(80);
});

it('is text where even the names are hostile', () => {
  const { value, planted: all } = plantIn(auditSchema, fixtureAudit());
  expect(all).toEqual(expect.arrayContaining(names));
  const usual = new Set(tagsOf(renderAuditPage(fixtureAudit(), plainMeta)));
  const page = renderAuditPage(value, hostileMeta);
  expect(tagsOf(page).filter((tag) => !usual.has(tag))).toEqual([]);
  for (const text of [page, renderAudit(value, { colour: false, width: 80 })])
    expect(acting.test(text)).toBe(false);
});
