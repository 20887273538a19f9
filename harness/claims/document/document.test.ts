import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB, TIB } from '../../core/units.ts';
import { compareDocument } from './compare.ts';
import { coverageOf, parseIgnored } from './coverage.ts';
import { sha256, smallClaim, smallDocument } from './fixture-document.ts';
import { lineOf, placeOf } from './locate.ts';
import { fingerprintOf, parseLock, takeLock } from './lock.ts';
import { numbersIn, valueIn } from './numbers.ts';
import { outlineOf } from './outline.ts';

const sections = outlineOf(smallDocument);

describe('the outline of a document', () => {
  it('names sections without marks, numbers and pictures, and reads no heading within a code block', () => {
    expect(sections.map(({ heading }) => heading)).toEqual([
      'A plan',
      'Servers (VMs)',
      'Level 1: One VM (Start)',
      'Empty',
    ]);
    expect(sections[2]?.lines.map(({ text }) => text)).toContain('# not a heading');
  });

  it('keeps the line numbers of the document', () => {
    const lines = smallDocument.split('\n');
    for (const { lines: own } of sections)
      for (const { number, text } of own) expect(lines[number - 1]).toBe(text);
  });
});

describe('numbers of a text', () => {
  const values = (text: string) => numbersIn(text).map(({ value }) => value);

  it('reads ranges, thousands, lakhs, K and decimals', () => {
    expect(values('₹2,000-3,000/month')).toEqual([2000, 3000]);
    expect(values('100K+ and 10K customers, 1,00,000 more')).toEqual([100_000, 10_000, 100_000]);
    expect(values('Linux 20.04/22.04, Nginx 1.18+')).toEqual([20.04, 22.04, 1.18]);
    expect(values('5K/day, 15GB, 500ms, 2x')).toEqual([5000, 15, 500, 2]);
    expect(values('no number, 5 Kilo')).toEqual([5]);
  });

  it('gives both ends of a range the unit that follows', () => {
    const read = (text: string, unit: 'bytes' | 'bytes-per-month' | 'ratio') =>
      numbersIn(text).map((token) => valueIn(text, token, unit));
    expect(read('50-100 GB SSD', 'bytes')).toEqual([50 * GIB, 100 * GIB]);
    expect(read('500 GB-1 TB/month', 'bytes-per-month')).toEqual([500 * GIB, TIB]);
    expect(read('> 70% for 1 hour', 'ratio')).toEqual([0.7, Number.NaN]);
    expect(read('4 CPU', 'bytes')).toEqual([Number.NaN]);
  });
});

describe('finding a citation', () => {
  it('leads to the one line that holds all its words', () => {
    expect(lineOf(sections, { section: 'Servers', item: 'Small', figure: null })).toMatchObject({
      number: 4,
    });
    expect(
      lineOf(sections, {
        section: 'Level 1: One VM',
        item: ['Scale when', 'CPU'],
        figure: null,
      }),
    ).toMatchObject({
      number: 19,
    });
  });

  it('leads past the words that it comes after, to the first line that fits', () => {
    const total = { section: 'Level 1: One VM', item: '₹3,500', figure: '₹3,500' };
    expect(lineOf(sections, { ...total, after: 'Up to' })).toMatchObject({ number: 11 });
    expect(lineOf(sections, { ...total, after: '**Total' })).toMatchObject({ number: 15 });
    expect(lineOf(sections, { ...total, after: 'Nowhere' })).toContain('to look after');
  });

  it.each([
    [{ section: 'Level 9', item: 'x', figure: null }, "no section 'Level 9'"],
    [{ section: 'Servers', item: 'Large', figure: null }, "no line of 'Servers' holds 'Large'"],
    [{ section: 'Level 1: One VM', item: 'Level 1', figure: null }, '2 lines of'],
    [{ section: 'Level 1: One VM', item: 'Total', figure: '₹350' }, 'nowhere'],
    [{ section: 'Level 1: One VM', item: 'Total', figure: '500' }, 'nowhere'],
    [{ section: 'Servers', item: 'OS', figure: '04' }, 'nowhere'],
    [{ section: 'Servers', item: 'OS', figure: 'Linux' }, 'holds no number'],
  ])('says why %j leads nowhere', (citation, why) => {
    expect(placeOf(sections, citation)).toContain(why);
  });
});

describe('the lock', () => {
  it('is taken only where every figure is the claim’s', () => {
    expect(takeLock(smallDocument, [smallClaim()], sha256).mismatches).toEqual([]);
    const wrong = takeLock(smallDocument, [smallClaim({ bound: 3600 })], sha256);
    expect(wrong.lock).toBeNull();
    expect(wrong.mismatches).toEqual([
      { claimId: 'l1-price-total', reason: 'line 11 says 3500, the claim 3600' },
    ]);
    const unit = smallClaim({ figure: '20 GB', item: 'database size', unit: 'bytes', bound: 20 });
    expect(takeLock(smallDocument, [unit], sha256).mismatches).toHaveLength(1);
    expect(takeLock(smallDocument, [{ ...unit, bound: 20 * GIB }], sha256).mismatches).toEqual([]);
  });

  it('takes a figure that is one of the params, and no other', () => {
    const isolation = smallClaim({ figure: '1x', item: '1x VM', bound: 0, params: { vms: 1 } });
    expect(takeLock(smallDocument, [isolation], sha256).mismatches).toEqual([]);
    expect(takeLock(smallDocument, [{ ...isolation, params: { vms: 2 } }], sha256).mismatches).toHaveLength(
      1,
    );
  });

  it('holds no text of the document', () => {
    const { lock } = takeLock(smallDocument, [smallClaim()], sha256);
    expect(JSON.stringify(lock)).not.toMatch(/Total|3,500|VM/);
  });

  it('is refused where it is none, with its name', () => {
    expect(() => parseLock('lock.json', '{')).toThrow('lock.json: not JSON');
    expect(() => parseLock('lock.json', '{"document":"x","claims":{"a":[{"line":1}]}}')).toThrow(
      'claims.a.0.line',
    );
  });

  it('gives a claim another fingerprint where its line, bound or unit changes, and the same for another line', () => {
    const claim = smallClaim();
    const taken = (text: string) => {
      const { lock } = takeLock(text, [claim], sha256);
      if (lock === null) throw new Error('no lock');
      return fingerprintOf(claim, lock, sha256);
    };
    const first = taken(smallDocument);
    expect(taken(smallDocument.replace('**Total:**', '**Total now:**'))).not.toBe(first);
    expect(taken(smallDocument.replace('20 GB', '30 GB'))).toBe(first);
    const { lock } = takeLock(smallDocument, [claim], sha256);
    if (lock !== null) expect(fingerprintOf({ ...claim, bound: 1 }, lock, sha256)).not.toBe(first);
  });
});

describe('a document that has changed', () => {
  const price = smallClaim({
    also: [{ section: 'Level 1: One VM', item: '| Level 1 |', figure: '₹3,500' }],
  });
  const users = smallClaim({
    id: 'l1-users',
    item: '| Level 1 |',
    figure: '100-150',
    comparator: 'within',
    bound: 100,
    upTo: 150,
    unit: 'users',
    kind: 'phase-users',
  });
  const claims = [price, users];
  const { lock } = takeLock(smallDocument, claims, sha256);
  const compare = (text: string) => {
    if (lock === null) throw new Error('no lock');
    return compareDocument(text, claims, lock, sha256);
  };

  it('is the same to the byte, or only where no cited line changed', () => {
    expect(compare(smallDocument)).toMatchObject({ same: true, stale: [], claims });
    const elsewhere = compare(smallDocument.replace('20.04', '24.04'));
    expect(elsewhere).toMatchObject({ same: false, stale: [], claims });
    const spaced = compare(smallDocument.replace('**Total:** ₹', '**Total:**   ₹'));
    expect(spaced.stale).toEqual([]);
  });

  it('has its figure read again from the same place', () => {
    const { stale, claims: now, disagreements } = compare(smallDocument.replaceAll('₹3,500', '₹4,000'));
    expect(stale.map(({ claimId, now: figure }) => [claimId, figure?.bound])).toEqual([
      ['l1-price-total', 4000],
      ['l1-users', 100],
    ]);
    expect(now.map(({ bound, upTo }) => [bound, upTo])).toEqual([
      [4000, null],
      [100, 150],
    ]);
    expect(disagreements).toEqual([]);
  });

  it('is caught contradicting itself where one of two places changed', () => {
    const { disagreements } = compare(smallDocument.replace('| ₹3,500 |', '| ₹3,900 |'));
    expect(disagreements).toHaveLength(1);
    expect(disagreements[0]?.figures.map(({ figure }) => figure.bound)).toEqual([3500, 3900]);
  });

  it('keeps the catalogue’s figure where the line is gone or no longer has it, and says so', () => {
    const gone = compare(smallDocument.replace('**Total:** ₹3,500/month', ''));
    expect(gone.stale[0]?.seen).toContain("holds 'Total'");
    expect(gone.claims[0]?.bound).toBe(3500);
    const swapped = compare(smallDocument.replace('100-150', '150-100'));
    expect(swapped.stale.find(({ claimId }) => claimId === 'l1-users')?.now).toBeNull();
    expect(swapped.claims[1]).toEqual(users);
  });

  it('is not read again among other words: the number there may be about something else', () => {
    const reworded = compare(
      smallDocument.replace('**Total:** ₹3,500/month', '**Total:** ₹4,000 instead of ₹3,500'),
    );
    expect(reworded.stale.find(({ claimId }) => claimId === 'l1-price-total')?.now?.bound).toBe(3500); // the table's
    const both = compare(
      smallDocument
        .replace('**Total:** ₹3,500/month', '**Total:** ₹4,000 instead of ₹3,500')
        .replace('| ₹3,500 |', '| ₹4,000 now |'),
    );
    expect(both.stale.map(({ now }) => now)).toEqual([null, null]);
    expect(both.claims[0]).toEqual(price);
  });

  it('counts the claims of which the line is gone', () => {
    expect(compare(smallDocument.replace('20.04', '24.04')).lost).toBe(0);
    expect(compare('# Another plan\n').lost).toBe(2);
  });

  it('reads back any price that is written in its place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (inr) => {
        const text = smallDocument.replaceAll('₹3,500', `₹${new Intl.NumberFormat('en-IN').format(inr)}`);
        expect(compare(text).claims[0]?.bound).toBe(inr);
      }),
    );
  });
});

describe('coverage', () => {
  const claim = smallClaim();

  it('finds every number that nothing accounts for', () => {
    const { uncovered, numbers } = coverageOf(smallDocument, [claim], []);
    expect(numbers).toBe(
      numbersIn(
        outlineOf(smallDocument)
          .flatMap(({ lines }) => lines.map(({ text }) => text))
          .join('\n'),
      ).length,
    );
    expect(uncovered).toHaveLength(numbers - 1);
    expect(uncovered.map(({ line }) => line)).not.toContain(11);
  });

  it('covers what the ignore list names, by place or pattern, and names entries that name nothing', () => {
    const ignored = parseIgnored(
      'ignored.yaml',
      '- { pattern: "Level \\\\d", reason: a name }\n- { section: Servers, item: OS, figure: "20.04/22.04", reason: system }\n- { pattern: "Phase \\\\d", reason: none }\n',
    );
    const all = coverageOf(smallDocument, [], []).uncovered.length;
    const { uncovered, idle } = coverageOf(smallDocument, [], ignored);
    expect(all - uncovered.length).toBe(4);
    expect(idle).toEqual(['Phase \\d']);
  });

  it.each(['- { pattern: x }\n', '- { section: a, reason: b }\n', 'x: [', '5\n'])(
    'refuses the ignore list %j',
    (text) => {
      expect(() => parseIgnored('ignored.yaml', text)).toThrow('ignored.yaml: entry');
    },
  );
});
