import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../harness/core/run-record.ts';
import { plantEverywhere } from './fixture/hostile.ts';
import { fixtureRecord, invalidRecord, silentRecord } from './fixture.ts';
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
  ['invalid', invalidRecord()],
  ['silent', silentRecord()],
  ['hostile', plantEverywhere(fixtureRecord()).record],
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
  levels: [...document.querySelectorAll('h1, h2, h3')].map((heading) => Number(heading.tagName[1])),
  ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
  dead: [...document.querySelectorAll('a[href^="#"]')].filter((link) => !document.getElementById(link.hash.slice(1))).length,
  unlabelled: document.querySelectorAll('svg:not([aria-label])').length,
  bare: [...document.querySelectorAll('table')].filter((table) => !table.caption).length,
})`;
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

  /** Opens the page of a record; `complaints` collects console messages, faults and requests other than for itself. */
  async function open(record: RunRecord, width: number): Promise<{ page: Page; complaints: string[] }> {
    const file = join(folder, 'report.html');
    writeFileSync(file, html.render(record));
    const page = await browser.newPage({ viewport: { width, height: 844 } });
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

  describe.each(records)('of a %s run', (_, record) => {
    it.each([390, 1280])(
      'is quiet and not wider than a screen of %i px, open rows included',
      async (width) => {
        const { page, complaints } = await open(record, width);
        const overflow = await page.evaluate<number>(overflowWithAllOpen);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  });

  it('runs nothing that is planted in it', async () => {
    const { page } = await open(plantEverywhere(invalidRecord()).record, 1280);
    const found = await page.evaluate(whatIsPlanted);
    expect(found).toEqual({ planted: false, elements: 0, outside: 0 });
    await page.close();
  });

  it('answers on the first screen of a desk and of a phone', async () => {
    for (const width of [390, 1280]) {
      const { page } = await open(fixtureRecord(), width);
      for (const text of ['Level 1 carries 150 users of the reference CRM:', '₹3,500']) {
        const box = await page.getByText(text).first().boundingBox();
        expect(box && box.y + box.height).toBeLessThan(844);
      }
      await page.close();
    }
  });

  it('has one main heading, headings in order, and unique ids', async () => {
    const { page } = await open(fixtureRecord(), 1280);
    const found = await page.evaluate<{ levels: number[]; ids: string[] }>(structure);
    expect(found.levels.filter((level) => level === 1)).toHaveLength(1);
    expect(
      found.levels.every((level, index) => index === 0 || level - (found.levels[index - 1] ?? 0) <= 1),
    ).toBe(true);
    expect(new Set(found.ids).size).toBe(found.ids.length);
    expect(found).toMatchObject({ dead: 0, unlabelled: 0, bare: 0 });
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
