import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../core/errors.ts';
import { parseCatalogue } from './catalogue.ts';
import { checkClaims } from './definitions.ts';
import { allKinds } from './fixture-discovered.ts';

const text = readFileSync(join(import.meta.dirname, 'catalogue', 'level-1.yaml'), 'utf8');

const claim = `- id: l1-p95
  level: 1
  section: Application Server Scaling
  says: fast
  why: because
  tested: load
  kind: p95
  metric: p95
  comparator: '<'
  bound: 500
  unit: ms
`;

function refusal(...texts: string[]): HarnessError {
  try {
    parseCatalogue(texts.map((one, index) => ({ name: `file-${index + 1}.yaml`, text: one })));
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the catalogue of Level 1', () => {
  const claims = parseCatalogue([{ name: 'level-1.yaml', text }]);

  it('holds the twelve claims, each with a judge that can rule on it', () => {
    expect(claims.map((one) => one.id)).toEqual([
      'l1-users-100',
      'l1-users-150',
      'l1-customers-10k',
      'l1-p95',
      'l1-error-rate',
      'l1-cpu',
      'l1-memory',
      'l1-mean-query',
      'l1-connections',
      'l1-database-size',
      'l1-cache-hit',
      'l1-tenant-isolation',
    ]);
    expect(() => checkClaims(claims, allKinds)).not.toThrow();
  });

  it('has the figures of the document', () => {
    const bounds = Object.fromEntries(claims.map((one) => [one.id, one.bound]));
    expect(bounds).toMatchObject({
      'l1-customers-10k': 10_000,
      'l1-p95': 500,
      'l1-error-rate': 0.01,
      'l1-cpu': 0.7,
      'l1-memory': 0.8,
      'l1-mean-query': 200,
      'l1-connections': 0.8,
      'l1-database-size': 20 * 1024 ** 3,
      'l1-cache-hit': 0.7,
    });
  });
});

describe('parsing a catalogue', () => {
  it('accepts a well-formed claim and gives it empty params', () => {
    expect(parseCatalogue([{ name: 'one.yaml', text: claim }])[0]).toMatchObject({ bound: 500, params: {} });
  });

  const cases: [string, string[], string][] = [
    [
      'an unknown field',
      [`${claim}  colour: red\n`],
      "file-1.yaml:12: claim 'l1-p95': unknown field 'colour'",
    ],
    [
      'an unknown unit',
      [claim.replace('unit: ms', 'unit: parsec')],
      "file-1.yaml:11: claim 'l1-p95': unit: ",
    ],
    ['an unknown comparator', [claim.replace("'<'", "'=='")], "file-1.yaml:9: claim 'l1-p95': comparator: "],
    [
      'a missing citation',
      [claim.replace('  section: Application Server Scaling\n', '')],
      "file-1.yaml:1: claim 'l1-p95': section: the citation is missing",
    ],
    [
      'an empty citation',
      [claim.replace('Application Server Scaling', "''")],
      "file-1.yaml:3: claim 'l1-p95': section: the citation is missing",
    ],
    ['a bound that is no number', [claim.replace('500', '.nan')], "file-1.yaml:10: claim 'l1-p95': bound: "],
    ['an id twice in a file', [claim + claim], "file-1.yaml:12: claim 'l1-p95' is already in file-1.yaml:1"],
    [
      'an id twice over files',
      [claim, `# second\n${claim}`],
      "file-2.yaml:2: claim 'l1-p95' is already in file-1.yaml:1",
    ],
    ['a key twice', [`${claim}  unit: ms\n`], 'file-1.yaml:12: not valid YAML: '],
    ['broken YAML', ['- id: [1\n'], 'file-1.yaml:'],
    ['no list', ['id: l1-p95\n'], 'file-1.yaml:1: a catalogue file is a list of claims'],
    ['an empty file', [''], 'file-1.yaml:1: a catalogue file is a list of claims'],
    ['an entry that is no claim', ['- 5\n'], 'file-1.yaml:1: claim number 1: '],
  ];
  for (const [what, texts, message] of cases)
    it(`refuses ${what}, with file, line and reason`, () => {
      const error = refusal(...texts);
      expect(error.code).toBe('bad-catalogue');
      expect(error.message).toContain(message);
      expect(error.message).not.toContain('\n');
    });

  it('names all problems at once in the detail', () => {
    const error = refusal(claim.replace('unit: ms', 'unit: parsec').replace("'<'", "'=='"));
    expect(error.detail?.split('\n')).toHaveLength(2);
  });

  it('refuses aliases that multiply without end', () => {
    const bomb = `- &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, i) => `- &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}\n`;
    expect(refusal(bomb).code).toBe('bad-catalogue');
  });
});

describe('holding claims against the judges', () => {
  const [p95] = parseCatalogue([{ name: 'one.yaml', text: claim }]);
  const check = (change: object) =>
    checkClaims(
      [{ ...(p95 as NonNullable<typeof p95>), params: { users: 150, customers: 10 }, ...change }],
      allKinds,
    );

  it('refuses an unknown kind, a wrong unit or comparator, unknown or missing params', () => {
    expect(() => check({})).not.toThrow();
    expect(() => check({ kind: 'p96' })).toThrow("claim l1-p95: no judge is called 'p96'");
    expect(() => check({ unit: 'ratio' })).toThrow('is in ms, this one in ratio');
    expect(() => check({ comparator: '>=' })).toThrow('has < or <=, this one >=');
    expect(() => check({ params: { users: 150 } })).toThrow("params of kind 'p95': customers");
    expect(() => check({ params: { users: 150, customers: 10, shops: 3 } })).toThrow('shops');
  });

  it('leaves claims alone that traffic does not test', () => {
    expect(() => check({ kind: 'price', tested: 'audit' })).not.toThrow();
  });
});
