import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkedRequest } from '../../../seed/request.ts';
import { projectRoot } from '../../host/environment.ts';
import { datasetKey, datasetSources } from './key.ts';

const root = mkdtempSync(join(tmpdir(), 'capacity-key-'));
const given = { customers: 1000, seed: 5, tenants: ['sona', 'chandi'], staffPerTenant: 20 };
const request = checkedRequest(given);
const keyNow = () => datasetKey(request, datasetSources(root));

beforeAll(() => {
  for (const path of ['seed', 'scenarios/lib', 'harness/vm/roles', 'harness/vm/Dockerfile', 'package.json'])
    cpSync(join(projectRoot, path), join(root, path), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function keyWith(path: string, text: string): string {
  const file = join(root, path);
  let before: string | null = null;
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    mkdirSync(dirname(file), { recursive: true });
  }
  writeFileSync(file, text);
  const key = keyNow();
  if (before === null) rmSync(file);
  else writeFileSync(file, before);
  return key;
}

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

describe('the key of a dataset', () => {
  it('is the same for the same request and sources, wherever the project lies', () => {
    expect(keyNow()).toMatch(/^[0-9a-f]{12}$/);
    expect(keyNow()).toBe(keyNow());
    expect(keyNow()).toBe(datasetKey(request, datasetSources(projectRoot)));
  });

  it.each([
    ['customers', { customers: 1001 }],
    ['seed', { seed: 6 }],
    ['tenants', { tenants: ['sona', 'moti'] }],
    ['order of tenants', { tenants: ['chandi', 'sona'] }],
    ['staff', { staffPerTenant: 21 }],
    ['shares', { shares: [2, 1] }],
    ['rows a customer', { perCustomer: { orders: 9 } }],
    ['history', { history: 2 }],
  ])('changes with the %s', (_, change) => {
    expect(datasetKey(checkedRequest({ ...given, ...change }), datasetSources(root))).not.toBe(keyNow());
  });

  it('does not change where the same request is said in another way', () => {
    const said = checkedRequest({ ...given, shares: [50, 50], history: 1, perCustomer: {} });
    const turned = Object.fromEntries(Object.entries(said).reverse()) as typeof said;
    expect(datasetKey(turned, datasetSources(root))).toBe(keyNow());
  });

  it.each([
    'seed/words/vocabulary.ts',
    'seed/tables/trade/orders.ts',
    'seed/schema/tables/sales.sql',
    'seed/schema/tenancy.sql',
    'scenarios/lib/dealing.ts',
    'scenarios/lib/staff.ts',
    'harness/vm/Dockerfile',
    'harness/vm/roles/postgres/postgresql.conf',
    'harness/vm/roles/postgres/template/crm.sql',
  ])('changes with %s', (path) => {
    expect(keyWith(path, `${textOf(path)}\n`)).not.toBe(keyNow());
  });

  it('changes with a new file, a renamed one, and text that moves from one to another', () => {
    expect(keyWith('seed/tables/new.ts', '')).not.toBe(keyNow());
    const split = (at: number) => [
      { path: 'seed/a.ts', text: 'onetwo'.slice(0, at) },
      { path: 'seed/b.ts', text: 'onetwo'.slice(at) },
    ];
    expect(datasetKey(request, split(3))).not.toBe(datasetKey(request, split(4)));
    const [first] = split(3) as [{ path: string; text: string }];
    expect(datasetKey(request, [first])).not.toBe(datasetKey(request, [{ ...first, path: 'seed/c.ts' }]));
  });

  it('changes with the version of a package that rows come from, and of no other', () => {
    const packages = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    const withVersion = (name: string) =>
      keyWith(
        'package.json',
        JSON.stringify({ dependencies: { ...packages.dependencies, [name]: '0.0.0' } }),
      );
    expect(withVersion('@faker-js/faker')).not.toBe(keyNow());
    expect(withVersion('echarts')).toBe(keyNow());
  });

  it.each([
    'seed/README.md',
    'seed/vocabulary.test.ts',
    'seed/tables/orders.docker.test.ts',
    'seed/speed.bench.ts',
    'seed/testing/rows.ts',
    'seed/tables/trade/testing/plans.ts',
    'seed/bench/copy.ts',
    'seed/csv/write.ts',
    'scenarios/lib/contract.ts',
    'harness/vm/sizing.sh',
    'harness/vm/roles/redis/redis.conf',
  ])('does not change with %s', (path) => {
    expect(keyWith(path, 'something else')).toBe(keyNow());
  });

  it('covers whatever the seeder imports', () => {
    const covered = new Set(datasetSources(root).map(({ path }) => path));
    const missing = [...covered]
      .filter((path) => /^seed\/.*\.ts$/.test(path))
      .flatMap((path) =>
        [...textOf(path).matchAll(/from '(\.[^']+)'/g)].map(([, to]) =>
          relative(root, resolve(root, dirname(path), to as string)).replaceAll('\\', '/'),
        ),
      )
      // what tells the time, reads files, names faults or writes rows in another form has no part in a row
      .filter((path) => !/^(harness\/(core|host)|seed\/csv)\//.test(path) && !covered.has(path));
    expect(missing).toEqual([]);
    expect(covered.size).toBeGreaterThan(readdirSync(join(root, 'seed', 'tables')).length);
  });
});
