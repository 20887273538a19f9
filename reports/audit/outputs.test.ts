import { describe, expect, it } from 'vitest';
import type { Audit, Finding } from '../../harness/core/finding.ts';
import { cleanAudit, fixtureAudit } from '../fixture/audit.ts';
import { fixtureRecord } from '../fixture.ts';
import html from '../formats/html.ts';
import { columnsOf } from '../text-table.ts';
import { renderAuditPage } from './page.ts';
import { renderAudit, renderFinding } from './terminal.ts';

const meta = { madeAt: '2025-11-25T16:39:20.000Z', harnessVersion: '0.1.0' };
const terminal = (audit: Audit, width = 80): string => renderAudit(audit, { colour: false, width });
const page = (audit: Audit): string => renderAuditPage(audit, meta);
const report = (audit: Audit): string =>
  html.render(fixtureRecord((record) => void Object.assign(record, { audit })));

/** Text alone, on one line, so that neither elements nor line breaks hide a word. */
const words = (text: string): string =>
  text
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x3D;/g, '=')
    .replace(/\s+/g, ' ');

/** What of `parts` is not there. */
const missing = (text: string, parts: readonly string[]): string[] =>
  parts.filter((part) => !text.includes(part));

/** The part of an output that is a finding's own: on a page its element, on the terminal its paragraph. */
function partOf(output: string, { id, title }: Finding): string {
  const start = output.includes('<body>')
    ? output.search(new RegExp(`<(article|details) class="finding [^"]*" id="${id}"`))
    : output.indexOf(title.slice(0, 40));
  const rest = output.slice(start);
  return words(rest.slice(0, rest.search(/<\/article>|<\/details>|\n\n/)));
}

const outputs: [string, (audit: Audit) => string][] = [
  ['terminal', terminal],
  ['audit.html', page],
  ['report.html', report],
];

describe.each(outputs)('%s', (name, render) => {
  const audit = fixtureAudit();
  const text = words(render(audit));

  it.each(audit.findings.map((finding) => [finding.id, finding] as const))(
    'shows all of %s',
    (_, finding) => {
      const own = partOf(render(audit), finding);
      const cited = finding.cites.flatMap(({ section, figure, claimId, says }) => [
        ...[`“${section}”`, figure, claimId],
        ...(name === 'terminal' ? [] : [says]),
      ]);
      const assumed = audit.assumptions
        .filter(({ id }) => finding.assumes.includes(id))
        .map(({ label, text: value }) => `${label}: ${value}`);
      const parts = [finding.title, ...finding.arithmetic, finding.means, ...cited, ...assumed];
      expect(missing(own, parts)).toEqual([]);
    },
  );

  it.each(audit.findings.map((finding) => [finding.id, finding] as const))(
    'says of %s whether it is a fact or rests on an assumption, never both',
    (_, finding) => {
      const own = partOf(render(audit), finding);
      const is = { fact: own.includes('= arithmetic fact'), assumption: own.includes('≈ rests on') };
      expect(is).toEqual({
        fact: finding.certainty === 'fact',
        assumption: finding.certainty === 'assumption',
      });
    },
  );

  it('gives the headline, the state of the document and, of a clean audit, no finding', () => {
    const said = [
      'The document contradicts itself or does not add up in 2 places; 2 more figures mislead',
      'The document has changed since the catalogue was written',
    ];
    expect(missing(text, said)).toEqual([]);
    const clean = words(render(cleanAudit()));
    expect(missing(clean, ['No contradiction, no wrong sum and no misleading figure was found'])).toEqual([]);
    expect(/arithmetic fact|≈ rests on/.test(clean)).toBe(false);
  });
});

describe.each([outputs[0], outputs[1]] as typeof outputs)('%s alone', (_, render) => {
  const audit = fixtureAudit();
  const text = words(render(audit));

  it('shows every check, price, assumption in use and stale claim', () => {
    const parts = [
      ...audit.checks.map(({ title }) => title.split(' ').slice(0, 4).join(' ')),
      ...['₹3,500', '₹23.33', '₹350', '₹6.67', '₹15.71', '₹50,500'],
      ...['nothing wrong', 'nothing to compare', 'set by the user', 'messagingHours', 'shop hours'],
      ...audit.document.stale.flatMap(({ claimId, seen }) => [claimId, seen]),
      'read as 220 users',
    ];
    expect(missing(text, parts)).toEqual([]);
  });
});

describe('the page', () => {
  it('asks for nothing from elsewhere and runs nothing', () => {
    const text = page(fixtureAudit());
    expect(/<script|https?:\/\/|@import|url\(|\bon\w+=/i.exec(text)).toBeNull();
    expect(missing(text, ["default-src 'none'"])).toEqual([]);
  });

  it('says when and by what it was made', () => {
    expect(missing(words(page(fixtureAudit())), ['25 Nov 2025, 22:09 IST', 'Harness 0.1.0.'])).toEqual([]);
  });
});

describe('the terminal', () => {
  it.each([20, 60, 72, 80, 100, 250])('of %i columns is not exceeded (at least 60, at most 100)', (width) => {
    for (const audit of [fixtureAudit(), cleanAudit()])
      for (const line of terminal(audit, width).split('\n'))
        expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(60, Math.min(100, width)));
  });

  it('in brief shows errors in full, of the rest title and id, and never a warning as an error', () => {
    const audit = fixtureAudit();
    const brief = renderAudit(audit, { colour: false, width: 100, brief: true });
    for (const finding of audit.findings) {
      const shown = words(brief);
      expect(missing(shown, [words(finding.title)])).toEqual([]);
      expect(shown.includes(finding.arithmetic[0] as string), finding.id).toBe(finding.severity === 'error');
      if (finding.severity !== 'error') expect(missing(shown, [finding.id])).toEqual([]);
    }
    const mild = { ...audit, findings: audit.findings.filter(({ severity }) => severity !== 'error') };
    expect(renderAudit(mild, { colour: false, width: 100, brief: true })).toContain(
      mild.findings[0]?.arithmetic[0] as string,
    );
  });

  it('shows one finding by its id, and says where there is none', () => {
    const [first] = fixtureAudit().findings as [Finding];
    const options = { colour: false, width: 80 };
    expect(words(renderFinding(fixtureAudit(), first.id, options) ?? '')).toContain(words(first.means));
    expect(renderFinding(fixtureAudit(), 'no-such-finding', options)).toBeNull();
  });

  it('has colour only when asked, and says the same with it', () => {
    const coloured = renderAudit(fixtureAudit(), { colour: true, width: 80 });
    expect(terminal(fixtureAudit())).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31m✕ The parts of Level 5');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC starts the codes that are taken away
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(terminal(fixtureAudit()));
  });

  it('sets a finding out as title, what it rests on, arithmetic, meaning, places', () => {
    const text = terminal(fixtureAudit());
    const start = text.indexOf('! The database of Level 3');
    expect(text.slice(start, text.indexOf('\n\n', start))).toMatchInlineSnapshot(`
      "! The database of Level 3 and seven backups of it fill the disk beyond the
        80 % rule
        ≈ rests on 2 assumptions: size of one full backup as a share of the
          database: 25 % of the database (set by the user); disk taken by the system,
          programs and logs: 10 GB
            50 GB + 7 × 50 GB × 0.25 + 10 GB = 147.5 GB
            80 % of 150 GB = 120 GB, which is 27.5 GB less
        The alarm on the disk sounds before the database has the size that the level
        is said to carry.
        “Level 3: Separated Services”: up to 50 GB (l3-database-size), 150 GB
          (l3-db-disk)
        “Backup”: 7 days to 30 days (retention)"
    `);
  });
});

it('a record of before the audit was made has no section on it', () => {
  const text = html.render(fixtureRecord((record) => void Object.assign(record, { audit: null })));
  expect(/against itself|href="#audit"/.test(text)).toBe(false);
});
