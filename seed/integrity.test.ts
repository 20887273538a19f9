import { beforeAll, describe, expect, it } from 'vitest';
import type { DatasetPlan } from './plan.ts';
import { emptyTables, keysSql, referencesSql, tablesSql } from './schema.ts';
import type { Value } from './table.ts';
import { tables } from './tables/all.ts';
import { planFor, tableNamed } from './testing/rows.ts';

// Holds the generated rows to the constraints of the schema without a database: every foreign key, every unique key, every
// NOT NULL, as they stand in the SQL. The database checks them as well, but only of the one dataset that it is given.

interface ForeignKey {
  table: string;
  columns: string[];
  target: string;
  targetColumns: string[];
}

interface UniqueKey {
  table: string;
  columns: string[];
}

const listOf = (text: string) => text.split(',').map((name) => name.trim());

/** Statements without comments. */
const statementsOf = (sql: string) =>
  sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

function foreignKeysOf(sql: string): ForeignKey[] {
  return statementsOf(sql).flatMap((statement) => {
    const table = /^alter table (\w+)/.exec(statement)?.[1] ?? '';
    const found = statement.matchAll(/foreign key \(([^)]+)\)\s+references (\w+) \(([^)]+)\)/g);
    return [...found].map(([, columns = '', target = '', targetColumns = '']) => ({
      table,
      columns: listOf(columns),
      target,
      targetColumns: listOf(targetColumns),
    }));
  });
}

function uniqueKeysOf(sql: string): UniqueKey[] {
  return statementsOf(sql).flatMap((statement) => {
    const table = /^alter table (\w+)/.exec(statement)?.[1];
    if (table !== undefined) {
      const found = statement.matchAll(/(?:primary key|unique) \(([^)]+)\)/g);
      return [...found].map(([, columns = '']) => ({ table, columns: listOf(columns) }));
    }
    const index = /^create unique index \w+ on (\w+) \(([^)]+)\)/.exec(statement);
    return index ? [{ table: index[1] as string, columns: listOf(index[2] as string) }] : [];
  });
}

/** Columns that must have a value, by table. Those that the database fills are not among them. */
function requiredOf(sql: string): Map<string, string[]> {
  const required = new Map<string, string[]>();
  for (const statement of statementsOf(sql)) {
    const table = /^create table (\w+) \(/.exec(statement)?.[1];
    if (table === undefined) continue;
    const lines = statement.split('\n').map((line) => line.trim());
    required.set(
      table,
      lines
        .filter((line) => /\bnot null\b|\bas identity\b/.test(line))
        .map((line) => line.split(' ')[0] as string),
    );
  }
  return required;
}

/** Calls `see` with the values of `columns` of every row. */
function eachRow(
  plan: DatasetPlan,
  name: string,
  columns: readonly string[],
  see: (values: Value[]) => void,
) {
  if ((emptyTables as readonly string[]).includes(name)) return;
  const table = tableNamed(name);
  const names = Object.keys(table.columns);
  const at = columns.map((column) => names.indexOf(column));
  const row = table.rows(plan);
  const values: Value[] = [];
  for (let index = 0, count = table.count(plan); index < count; index++) {
    const whole = row(index);
    for (let i = 0; i < at.length; i++) values[i] = whole[at[i] as number] ?? null;
    see(values);
  }
}

interface Constraints {
  foreignKeys: ForeignKey[];
  uniqueKeys: UniqueKey[];
  required: Map<string, string[]>;
}

let schema: Constraints;
beforeAll(async () => {
  schema = {
    foreignKeys: foreignKeysOf(await referencesSql()),
    uniqueKeys: uniqueKeysOf(await keysSql()),
    required: requiredOf(await tablesSql()),
  };
});

/** What is wrong with the rows of a plan; the first of each kind is enough. */
function faultsOf(plan: DatasetPlan, { foreignKeys, uniqueKeys, required }: Constraints): string[] {
  const faults = new Set<string>();
  for (const { table, columns, target, targetColumns } of foreignKeys) {
    const there = new Set<string>();
    eachRow(plan, target, targetColumns, (values) => there.add(values.join('\t')));
    eachRow(plan, table, columns, (values) => {
      if (!values.includes(null) && !there.has(values.join('\t')))
        faults.add(`${table} (${columns}) points to no ${target}`);
    });
  }
  for (const { table, columns } of uniqueKeys) {
    const seen = new Set<string>();
    eachRow(plan, table, columns, (values) => {
      if (values.includes(null)) return;
      const key = values.join('\t');
      if (seen.has(key)) faults.add(`${table} (${columns}) repeats`);
      seen.add(key);
    });
  }
  for (const { name, columns } of tables) {
    const needed = (required.get(name) ?? []).filter((column) => column in columns);
    eachRow(plan, name, needed, (values) => {
      for (const [i, value] of values.entries())
        if (value === null) faults.add(`${name}.${needed[i]} is null`);
    });
  }
  return [...faults];
}

describe('the rows keep the constraints of the schema', () => {
  it('which the test can read', () => {
    expect(schema.foreignKeys.length).toBeGreaterThan(60);
    expect(schema.uniqueKeys.length).toBeGreaterThan(tables.length);
    expect([...schema.required.keys()].sort()).toEqual(
      ['dataset', ...emptyTables, ...tables.map(({ name }) => name)].sort(),
    );
  });

  it('and whose breach it notices', () => {
    const wrong: Constraints = {
      foreignKeys: foreignKeysOf(
        'alter table orders add foreign key (tenant_id, customer_id) references stores (tenant_id, id);',
      ),
      uniqueKeys: uniqueKeysOf('create unique index one_order on orders (tenant_id, store_id);'),
      required: requiredOf('create table customers (\n  email text not null\n);'),
    };
    expect(faultsOf(planFor({ customers: 1_000 }), wrong)).toEqual([
      'orders (tenant_id,customer_id) points to no stores',
      'orders (tenant_id,store_id) repeats',
      'customers.email is null',
    ]);
  });

  it.each([
    ['1K', {}],
    ['1K, one tenant', { tenants: ['only'], shares: [1] }],
    ['1K, a hot tenant', { shares: [14, 3, 3] }],
    ['1K, another seed and little staff', { seed: 99, staffPerTenant: 1 }],
    ['1K, no messages', { perCustomer: { messages: 0, calls: 0, emails: 0, orders: 0, quotes: 0 } }],
    ['1K, three times the history', { history: 3 }],
  ])('at %s', { timeout: 60_000 }, (_, change) => {
    expect(faultsOf(planFor({ customers: 1_000, ...change }), schema)).toEqual([]);
  });

  it('at 20K', { timeout: 120_000 }, () => {
    expect(faultsOf(planFor({ customers: 20_000, staffPerTenant: 50 }), schema)).toEqual([]);
  });
});
