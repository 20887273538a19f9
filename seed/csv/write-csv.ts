import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { STAFF_PASSWORD } from '../../scenarios/lib/staff.ts';
import { createPlan, type DatasetPlan } from '../plan.ts';
import type { SeedOptions, SeedRequest } from '../port.ts';
import { createProgress, type Progress } from '../progress.ts';
import { checkedRequest } from '../request.ts';
import type { Table } from '../table.ts';
import { rowCount, tables } from '../tables/all.ts';
import { anchoredOn } from '../time/calendar.ts';
import { passwordHash } from '../values/password.ts';
import { datasetVersion } from '../version.ts';
import { openRowSource, type RowSource, threadsFor } from '../workers/row-source.ts';
import { csvHeader } from './csv-text.ts';
import { fileFault } from './faults.ts';
import { type CsvFile, type CsvManifest, manifestFile } from './manifest.ts';
import { type CsvTarget, claimTarget } from './target.ts';

/**
 * Writes the rows of a request into `folder`, a file a table, and a manifest. All or nothing: killed at any moment, the
 * folder is as it was or complete after the next start. Throws HarnessError 'usage', 'already-running', 'no-disk',
 * 'not-writable' or 'seed-failed', or the signal's reason.
 */
export async function writeCsv(
  folder: string,
  request: SeedRequest,
  options: SeedOptions = {},
): Promise<CsvManifest> {
  const checked = checkedRequest(request);
  options.signal?.throwIfAborted();
  let target: CsvTarget | null = null;
  try {
    target = await claimTarget(folder, options);
    const plan = createPlan(checked, await passwordHash(STAFF_PASSWORD, checked.seed));
    const manifest = await writeFiles(target.part, plan, options);
    await target.publish();
    return manifest;
  } catch (error) {
    await target?.discard().catch(() => {});
    options.signal?.throwIfAborted();
    throw fileFault(error, folder);
  }
}

async function writeFiles(
  part: string,
  plan: DatasetPlan,
  { signal, onProgress }: SeedOptions,
): Promise<CsvManifest> {
  const rows = rowCount(plan);
  const progress = createProgress(rows, onProgress ?? (() => {}));
  progress.step('rows');
  const source = openRowSource(plan, tables, { format: 'csv', threads: threadsFor(rows, 'csv') });
  const files: CsvFile[] = [];
  try {
    for (const table of tables) files.push(await writeFileOf(part, table, { source, progress, signal }));
  } finally {
    await source.close();
  }
  progress.step('certificate', 1);
  const request = { ...plan.request, tenants: [...plan.request.tenants] };
  const manifest: CsvManifest = { version: datasetVersion, anchoredOn, request, rows, files };
  await writeFile(join(part, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  progress.did();
  return manifest;
}

async function writeFileOf(
  part: string,
  table: Table,
  { source, progress, signal }: { source: RowSource; progress: Progress; signal: AbortSignal | undefined },
): Promise<CsvFile> {
  const file = `${table.name}.csv`;
  const stream = createWriteStream(join(part, file));
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  async function* parts(): AsyncGenerator<Uint8Array> {
    const header = Buffer.from(csvHeader(table.columns));
    hash.update(header);
    bytes += header.length;
    yield header;
    for await (const chunk of source.chunksOf(table, () => stream.writableLength === 0)) {
      hash.update(chunk.bytes);
      bytes += chunk.bytes.length;
      yield chunk.bytes;
      rows += chunk.rows;
      progress.wrote(chunk.rows);
    }
  }
  await pipeline(parts, stream, signal === undefined ? {} : { signal });
  return { file, table: table.name, rows, bytes, sha256: hash.digest('hex') };
}
