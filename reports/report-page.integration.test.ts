import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditSchema } from '../harness/core/finding.ts';
import type { RunRecord } from '../harness/core/run-record.ts';
import { renderAuditPage } from './audit/page.ts';
import { cleanAudit, fixtureAudit } from './fixture/audit.ts';
import { plantEverywhere, plantIn } from './fixture/hostile.ts';
import { manyServicesRecord } from './fixture/service-evidence.ts';
import { fixtureRecord, invalidRecord, silentRecord, staleRecord } from './fixture.ts';
import html from './formats/html.ts';
import junit from './formats/junit.ts';

const executablePath = '/usr/bin/chromium';
const missing = !existsSync(executablePath);
if (missing) console.warn(`SKIPPED: the report page is not tested, there is no browser at ${executablePath}`);

const args = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

const records: [string, RunRecord][] = [
  ['valid', fixtureRecord()],
  ['stale', staleRecord('l1-users-150', 'l1-p95')],
  ['invalid', invalidRecord()],
  ['silent', silentRecord()],
  ['many-service', manyServicesRecord()],
  ['hostile', plantEverywhere(fixtureRecord()).record],
];
const auditPage = (audit = fixtureAudit()): string =>
  renderAuditPage(audit, { madeAt: '2025-11-25T16:39:20.000Z', harnessVersion: '0.1.0' });
const pages: [string, string][] = [
  ...records.map(([name, record]): [string, string] => [`a ${name} run`, html.render(record)]),
  ['an audit', auditPage()],
  ['a clean audit', auditPage(cleanAudit())],
  ['a hostile audit', auditPage(plantIn(auditSchema, fixtureAudit()).value)],
];
const proper: [string, string][] = [
  ['a run', html.render(fixtureRecord())],
  ['an audit', auditPage()],
  ['a clean audit', auditPage(cleanAudit())],
];

/** What the page is asked, as source text: the tests are typed for Node, which has no document. */
const overflowWithAllOpen = `
  for (const row of document.querySelectorAll('details')) row.open = true;
  document.documentElement.scrollWidth - window.innerWidth`;
const whatIsPlanted = `({
  planted: 'planted' in window,
  elements: document.querySelectorAll('script, img, iframe, object, form, [onerror]').length,
  outside: [...document.querySelectorAll('[href]')].filter((link) => !/^(#|data:)/.test(link.getAttribute('href'))).length,
})`;
const structure = `({
  levels: [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1])),
  ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
  dead: [...document.querySelectorAll('a[href^="#"]')].filter((link) => !document.getElementById(link.hash.slice(1))).length,
  unlabelled: document.querySelectorAll('svg:not([aria-label])').length,
  bare: [...document.querySelectorAll('table')].filter((table) => !table.caption).length,
})`;
/** Texts with too little contrast to what stands behind them: 4.5, or 3 where large; hidden ones apart. */
const faint = `(() => {
  for (const row of document.querySelectorAll('details')) row.open = true;
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => !element.closest('svg') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const style = getComputedStyle(element);
      const [a, b] = [light(style.color), light(behind(element))].sort((x, y) => y - x);
      const large = parseFloat(style.fontSize) >= 24;
      return { ratio: (a + 0.05) / (b + 0.05), least: large ? 3 : 4.5, text: element.textContent.trim().slice(0, 40) };
    })
    .filter(({ ratio, least }) => ratio < least)
    .map(({ ratio, text }) => ratio.toFixed(2) + ' ' + text);
})()`;
const focused = `(() => {
  const at = document.activeElement;
  return { tag: at.tagName, target: at.getAttribute('href') ?? '', outline: getComputedStyle(at).outlineStyle };
})()`;
/** Whether print hides what stands in details, shows what is for the screen, or is too wide. */
const inPrint = `({
  hidden: [...document.querySelectorAll('details .arithmetic, details table')].filter((part) => part.getBoundingClientRect().height === 0).length,
  details: document.querySelectorAll('details').length,
  nav: getComputedStyle(document.querySelector('nav')).display,
  overflow: document.documentElement.scrollWidth - window.innerWidth,
})`;
/** The edge and the word of a finding of each kind. */
const edges = `(() => {
  for (const row of document.querySelectorAll('details')) row.open = true;
  return Object.fromEntries(['fact', 'assumption'].map((kind) => {
  const finding = document.querySelector('.finding.' + kind);
  return [kind, getComputedStyle(finding).borderLeftStyle + ': ' + finding.querySelector('.stamp').innerText.trim()];
  }));
})()`;
const parsed = (xml: string): string => `(() => {
  const found = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'text/xml');
  return { faults: found.querySelectorAll('parsererror').length, cases: found.querySelectorAll('testcase').length };
})()`;

describe.skipIf(missing)('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page; `complaints` collects console messages, faults and requests other than for itself. */
  async function open(
    content: string,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; complaints: string[] }> {
    const file = join(folder, 'page.html');
    writeFileSync(file, content);
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  describe.each(pages)('of %s', (_, content) => {
    it.each([390, 1280])(
      'is quiet and not wider than a screen of %i px, open rows included',
      async (width) => {
        const { page, complaints } = await open(content, width);
        const overflow = await page.evaluate<number>(overflowWithAllOpen);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  });

  it.each([
    ['a run', html.render(plantEverywhere(invalidRecord()).record)],
    ['an audit', auditPage(plantIn(auditSchema, fixtureAudit()).value)],
  ])('of %s runs nothing that is planted in it', async (_, content) => {
    const { page } = await open(content, 1280);
    const found = await page.evaluate(whatIsPlanted);
    expect(found).toEqual({ planted: false, elements: 0, outside: 0 });
    await page.close();
  });

  it('answers on the first screen of a desk and of a phone', async () => {
    for (const width of [390, 1280]) {
      const { page } = await open(html.render(fixtureRecord()), width);
      for (const text of ['Level 1 carries 150 users of the reference CRM:', '₹3,500']) {
        const box = await page.getByText(text).first().boundingBox();
        expect(box && box.y + box.height).toBeLessThan(844);
      }
      await page.close();
    }
  });

  it('of an audit has headline, counts and the gravest on the first screen of a desk and of a phone', async () => {
    for (const width of [390, 1280]) {
      const { page } = await open(auditPage(), width);
      const seen = ['The document contradicts itself', '2 ✕ errors', 'The parts of Level 5'];
      for (const text of width === 390 ? seen : [...seen, 'The database of Level 3']) {
        const found = page.locator('h1, .counts li, .gravest a').filter({ hasText: text }).first();
        const box = await found.boundingBox();
        expect(box && box.y + box.height, text).toBeLessThan(844);
      }
      await page.close();
    }
  });

  it.each(proper)('of %s has one main heading, headings in order, and unique ids', async (_, content) => {
    const { page } = await open(content, 1280);
    const found = await page.evaluate<{ levels: number[]; ids: string[] }>(structure);
    expect(found.levels.filter((level) => level === 1)).toHaveLength(1);
    expect(
      found.levels.every((level, index) => index === 0 || level - (found.levels[index - 1] ?? 0) <= 1),
    ).toBe(true);
    expect(new Set(found.ids).size).toBe(found.ids.length);
    expect(found).toMatchObject({ dead: 0, unlabelled: 0, bare: 0 });
    await page.close();
  });

  it.each(proper)('of %s can be read in light and in dark: every text has contrast', async (_, content) => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await open(content, 1280, scheme);
      expect(await page.evaluate<string[]>(faint), scheme).toEqual([]);
      await page.close();
    }
  });

  it.each(proper)('of %s is reached by the keyboard, and shows where it is', async (_, content) => {
    const { page } = await open(content, 1280);
    for (const target of [/^#(findings|verdicts)$/, /^#/, /^#/]) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate<{ tag: string; target: string; outline: string }>(focused);
      expect(found).toMatchObject({ tag: 'A', target: expect.stringMatching(target), outline: 'solid' });
    }
    await page.close();
  });

  it('opens a finding of the report by the keyboard', async () => {
    const { page } = await open(html.render(fixtureRecord()), 390);
    await page.locator('#level-sums-l5 > summary').focus();
    expect(await page.locator('#level-sums-l5 .arithmetic').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await page.locator('#level-sums-l5 .arithmetic').isVisible()).toBe(true);
    await page.close();
  });

  it('tells facts from assumptions by edge and word, not by colour alone', async () => {
    for (const content of [auditPage(), html.render(fixtureRecord())]) {
      const { page } = await open(content, 1280);
      const found = await page.evaluate<Record<string, string>>(edges);
      expect(found).toEqual({
        fact: 'solid: = arithmetic fact',
        assumption: 'dashed: ≈ rests on an assumption',
      });
      await page.close();
    }
  });

  it.each(proper)('of %s is whole in print', async (_, content) => {
    const { page } = await open(content, 700);
    await page.emulateMedia({ media: 'print' });
    const found = await page.evaluate<Record<string, unknown>>(inPrint);
    expect(found).toMatchObject({ hidden: 0, nav: 'none' });
    expect(found.overflow).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('gives junit.xml that an XML parser takes, hostile text included', async () => {
    const page = await browser.newPage();
    for (const [, record] of records) {
      const found = await page.evaluate<{ faults: number; cases: number }>(parsed(junit.render(record)));
      expect(found.faults).toBe(0);
      expect(found.cases).toBeGreaterThanOrEqual(record.claims.length);
    }
    await page.close();
  });
});
