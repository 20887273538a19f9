import { createHash } from 'node:crypto';
import { chunksOf } from './chunks.ts';
import type { DatasetPlan } from './plan.ts';
import { tables } from './tables/all.ts';

/** SHA-256 over the digests of the tables in their order. */
export function combinedDigest(parts: readonly { table: string; digest: string }[]): string {
  const hash = createHash('sha256');
  for (const { table, digest } of parts) hash.update(`${table} ${digest}\n`);
  return hash.digest('hex');
}

/** SHA-256 of a table's rows in COPY's binary format, without a database. */
export function tableDigest(name: string, plan: DatasetPlan): string {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`no table ${name}`);
  const hash = createHash('sha256');
  for (const chunk of chunksOf(table, plan)) hash.update(chunk.bytes);
  return hash.digest('hex');
}

/** The digest that a seeding of this plan has, without a database. */
export function datasetDigest(plan: DatasetPlan): string {
  return combinedDigest(tables.map(({ name }) => ({ table: name, digest: tableDigest(name, plan) })));
}
