import { base, en, en_IN, Faker } from '@faker-js/faker';
import pg from 'pg';
import { monotonicMs } from '../../harness/host/clock.ts';
import { createPlan, type DatasetPlan } from '../plan.ts';
import type { SeedRequest } from '../port.ts';
import { checkedRequest } from '../request.ts';
import { keysSql, referencesSql, tablesSql } from '../schema.ts';
import type { ColumnType, Table, Value } from '../table.ts';
import { tables } from '../tables/all.ts';
import { dateText, momentText } from '../time/calendar.ts';

const rowsAStatement = 500;

/**
 * Seeds as is usually done: keys, indexes and foreign keys first, Faker for every field, INSERTs of 500 rows, each on its own. As many
 * rows in the same tables as a seeding has. Returns milliseconds.
 */
export async function seedNaively(dsn: string, request: SeedRequest): Promise<number> {
  const client = new pg.Client({ connectionString: dsn });
  // A connection that breaks fails the statement in hand, which is where it shows.
  client.on('error', () => {});
  await client.connect();
  try {
    const since = monotonicMs();
    await client.query(await tablesSql());
    await client.query(await keysSql());
    await client.query(await referencesSql());
    const plan = createPlan(checkedRequest(request), 'pbkdf2_sha256$1000000$salt$hash');
    for (const table of tables) await insertAll(client, table, plan);
    return monotonicMs() - since;
  } finally {
    await client.end();
  }
}

async function insertAll(client: pg.Client, table: Table, plan: DatasetPlan): Promise<void> {
  const faker = new Faker({ locale: [en_IN, en, base], seed: plan.request.seed });
  const row = table.rows(plan);
  const columns = Object.entries(table.columns);
  const count = table.count(plan);
  for (let from = 0; from < count; from += rowsAStatement) {
    const values: unknown[] = [];
    const lines: string[] = [];
    for (let index = from; index < Math.min(count, from + rowsAStatement); index++) {
      // The value that goes in is the generator's, which fits keys and checks; Faker is asked for what it costs.
      for (const [name, type] of columns) fake(faker, name, type);
      const first = values.length;
      for (const [at, value] of row(index).entries()) values.push(sqlValue(value, columns[at]?.[1]));
      lines.push(`(${columns.map((_, at) => `$${first + at + 1}`).join(', ')})`);
    }
    const names = columns.map(([name]) => name).join(', ');
    await client.query(`insert into ${table.name} (${names}) values ${lines.join(', ')}`, values);
  }
}

function sqlValue(value: Value, type: ColumnType | undefined): unknown {
  if (typeof value !== 'number') return value;
  if (type === 'date') return dateText(value);
  return type === 'moment' ? momentText(value) : value;
}

const texts: readonly [RegExp, (faker: Faker) => string][] = [
  [/e?mail$|address$/, (faker) => faker.internet.email()],
  [/name$/, (faker) => faker.person.fullName()],
  [/phone|number|mobile/, (faker) => faker.phone.number()],
  [/line|street|city|town/, (faker) => faker.location.streetAddress()],
  [/note|body|text|reason|comment/, (faker) => faker.lorem.sentence()],
  [/hash|key|token|digest/, (faker) => faker.string.alphanumeric(64)],
];

function fake(faker: Faker, name: string, type: ColumnType): unknown {
  if (type === 'text') return (texts.find(([pattern]) => pattern.test(name))?.[1] ?? aWord)(faker);
  if (type === 'boolean') return faker.datatype.boolean();
  if (type === 'json') return JSON.stringify({ id: faker.string.uuid(), text: faker.lorem.words(3) });
  if (type === 'date' || type === 'moment') return faker.date.past({ years: 2, refDate: '2025-01-31' });
  return faker.number.int({ max: 1_000_000 });
}

const aWord = (faker: Faker) => faker.lorem.word();
