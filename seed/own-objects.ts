import type pg from 'pg';
import { tablesSql, tenancySql } from './schema.ts';

/** Names of what a seeding makes, read from the schema itself. */
export interface OwnNames {
  tables: readonly string[];
  functions: readonly string[];
}

export async function ownNames(): Promise<OwnNames> {
  const sql = `${await tablesSql()}\n${await tenancySql()}`;
  const named = (pattern: RegExp) => [...sql.matchAll(pattern)].map((match) => match[1] as string);
  return { tables: named(/^create table (\w+)/gm), functions: named(/^create function (\w+)/gm) };
}

/** Drops those of them that are there, and nothing that only refers to them: that throws SQLSTATE 2BP01. */
export async function dropOwnObjects(client: pg.ClientBase, names: OwnNames): Promise<void> {
  const functions = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname = any($1) and p.proowner = current_user::regrole`,
    [names.functions],
  );
  for (const { name } of functions.rows) await client.query(`drop function ${name}`);
  await client.query(`drop table if exists ${names.tables.map((name) => `public.${name}`).join(', ')}`);
}
