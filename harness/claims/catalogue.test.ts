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
  service: application
  item: Response time
  figure: 500ms
  says: fast
  why: because
  tested: load
  kind: p95
  metric: p95
  comparator: '<'
  bound: 500
  unit: ms
`;

const group = `- group: Latency
  level: 1
  section: Application Server Scaling
  service: application
  item: Response time
  figure: 500ms
  params: { users: 150, customers: 10 }
  says: fast
  why: because
  claims:
    - { id: l1-p95, tested: load, kind: p95, metric: p95, comparator: '<', bound: 500, unit: ms }
    - { id: l2-p95, level: 2, params: { users: 200 }, tested: load, kind: p95, metric: p95, comparator: '<', bound: 500, unit: ms }
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
  const statements = parseCatalogue([{ name: 'level-1.yaml', text }]);
  const claims = statements.filter(({ tested }) => tested === 'load');

  it('holds the twelve claims that traffic tests, each with a judge that can rule on it', () => {
    expect(claims.map((one) => one.id)).toEqual([
      'l1-users-100',
      'l1-users-150',
      'l1-customers-10k',
      'l1-database-size',
      'l1-tenant-isolation',
      'l1-p95',
      'l1-error-rate',
      'l1-cpu',
      'l1-memory',
      'l1-mean-query',
      'l1-connections',
      'l1-cache-hit',
    ]);
    expect(() => checkClaims(statements, allKinds)).not.toThrow();
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

  it('gives the claims of a group what they share, their own first, params merged', () => {
    const [first, second] = parseCatalogue([{ name: 'one.yaml', text: group }]);
    expect(first).toMatchObject({ level: 1, says: 'fast', params: { users: 150, customers: 10 } });
    expect(second).toMatchObject({ level: 2, says: 'fast', params: { users: 200, customers: 10 } });
  });

  const cases: [string, string[], string][] = [
    [
      'an unknown field',
      [`${claim}  colour: red\n`],
      "file-1.yaml:15: claim 'l1-p95': unknown field 'colour'",
    ],
    [
      'an unknown unit',
      [claim.replace('unit: ms', 'unit: parsec')],
      "file-1.yaml:14: claim 'l1-p95': unit: ",
    ],
    ['an unknown comparator', [claim.replace("'<'", "'=='")], "file-1.yaml:12: claim 'l1-p95': comparator: "],
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
    [
      'a bound that is no number',
      [claim.replace('bound: 500', 'bound: .nan')],
      "file-1.yaml:13: claim 'l1-p95': bound: ",
    ],
    [
      'a figure that is left out',
      [claim.replace('  figure: 500ms\n', '')],
      "file-1.yaml:1: claim 'l1-p95': figure: the citation is missing",
    ],
    [
      'a line that is not named',
      [claim.replace('  item: Response time\n', '')],
      "file-1.yaml:1: claim 'l1-p95': item: the citation is missing",
    ],
    [
      'bounds out of order',
      [`${claim.replace("'<'", 'within')}  upTo: 400\n`],
      "file-1.yaml:15: claim 'l1-p95': upTo: out of order: the range runs from 500 to 400",
    ],
    [
      'a range without its upper end',
      [claim.replace("'<'", 'within')],
      "claim 'l1-p95': upTo: a range needs its upper end",
    ],
    [
      'an upper end without a range',
      [`${claim}  upTo: 900\n`],
      "file-1.yaml:12: claim 'l1-p95': comparator: a claim with an upper end is a range",
    ],
    [
      'not testable without a reason',
      [claim.replace('tested: load', 'tested: not-testable')],
      "file-1.yaml:9: claim 'l1-p95': tested: a claim that is not testable says why",
    ],
    [
      'an unknown way of testing',
      [claim.replace('tested: load', 'tested: hope')],
      "file-1.yaml:9: claim 'l1-p95': tested: ",
    ],
    ['an unknown service', [claim.replace('application', 'fax')], "file-1.yaml:4: claim 'l1-p95': service: "],
    [
      'an unknown field in a group, at its claim',
      [group.replace(/unit: ms \}\n$/, 'unit: ms, colour: red }\n')],
      "file-1.yaml:12: claim 'l2-p95': unknown field 'colour'",
    ],
    [
      'an unknown field that a group shares',
      [group.replace('  level: 1\n', '  level: 1\n  colour: red\n')],
      "claim 'l1-p95': unknown field 'colour'",
    ],
    [
      'a claim of a group that is none',
      [group.replace(/ {4}- \{ id: l2.*\n/, '    - 7\n')],
      'file-1.yaml:12: claim number 1.2: ',
    ],
    ['an id twice in a file', [claim + claim], "file-1.yaml:15: claim 'l1-p95' is already in file-1.yaml:1"],
    [
      'an id twice over files',
      [claim, `# second\n${claim}`],
      "file-2.yaml:2: claim 'l1-p95' is already in file-1.yaml:1",
    ],
    ['a key twice', [`${claim}  unit: ms\n`], 'file-1.yaml:15: not valid YAML: '],
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

  it('refuses a statement that the audit could not read', () => {
    const price = { tested: 'audit', kind: 'price-total', unit: 'inr-per-month', params: {} };
    expect(() => check(price)).not.toThrow();
    expect(() => check({ ...price, kind: 'prize' })).toThrow("no kind of statement is called 'prize'");
    expect(() => check({ ...price, unit: 'ms' })).toThrow('is in inr-per-month, this one in ms');
    expect(() => check({ ...price, kind: 'limit', unit: 'calls' })).toThrow('belongs to no level');
    expect(() => check({ ...price, kind: 'vm-count', unit: 'count', level: null })).toThrow(
      'belongs to a level',
    );
    expect(() => check({ ...price, params: { setup: 'huge' } })).toThrow("params of kind 'price-total'");
    expect(() => check({ ...price, kind: 'toString' })).toThrow('no kind of statement');
  });
});
