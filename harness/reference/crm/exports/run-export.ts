import { mkdir, rm } from 'node:fs/promises';
import type { ExportRow } from '../../../../scenarios/lib/contract-outside.ts';
import type { Crm } from '../crm.ts';
import type { Query } from '../database.ts';
import { inTenant } from '../in-tenant.ts';
import { GiveUp, type JobInHand } from '../jobs/job.ts';
import { contentTypes, fileBytes } from './file-bytes.ts';
import { keep, removeKept, spoolOf } from './kept-files.ts';
import { type Location, locationOf, newLocation, textOf } from './names.ts';
import { type Attempt, type Claimed, claim, noteDone, noteFailed, noteProgress } from './records.ts';
import { readRows } from './rows.ts';
import { isDiskFull, spool } from './spool.ts';
import { sweepFolder } from './sweep.ts';

/** Progress is noted and told no more often. */
const progressEveryMs = 1_000;

/** The export is in another's hands, or done: what this attempt wrote is of no use to anybody. */
class TakenOver extends Error {}

/** One attempt at an export. */
interface Run {
  crm: Crm;
  tenantId: number;
  attempt: Claimed & Attempt;
  location: Location;
}

/**
 * The export that the job names, from its first row to its kept file. Run twice, the second begins anew and the file of the first
 * is removed. Gives up where the disk is full; whatever else goes wrong the queue tries again.
 */
export async function runExport(crm: Crm, job: Pick<JobInHand, 'data'>): Promise<void> {
  const { tenantId, exportId } = job.data as { tenantId: number; exportId: number };
  const { files } = crm.outside;
  await mkdir(files.folder, { recursive: true });
  await sweepFolder(files.folder, Date.now());
  const place = (format: ExportRow['format']) =>
    textOf(newLocation({ tenantId, id: exportId, format }, files.storage !== null));
  const attempt = await inTenant(crm, tenantId, (query) => claim(query, exportId, place));
  if (attempt === null) return;
  const location = locationOf(attempt.location) as Location;
  await forget(crm, attempt.before);
  const run: Run = { crm, tenantId, attempt, location };
  try {
    await write(run);
  } catch (error) {
    if (error instanceof TakenOver) return void (await forget(crm, attempt.location));
    await rm(spoolOf(files, location), { force: true });
    if (!isDiskFull(error)) throw error;
    await inTenant(crm, tenantId, (query) => noteFailed(query, attempt));
    await tell(run, 'failed', 0);
    throw new GiveUp('the disk for exported files is full');
  }
}

async function write(run: Run): Promise<void> {
  const { crm, tenantId, attempt, location } = run;
  const { files } = crm.outside;
  let rows = 0;
  let notedAt = performance.now();
  await tell(run, 'running', 0);
  const onPage = async (done: number) => {
    rows = done;
    if (performance.now() - notedAt < progressEveryMs) return;
    notedAt = performance.now();
    if (!(await inTenant(crm, tenantId, (query) => noteProgress(query, attempt, done))))
      throw new TakenOver();
    await tell(run, 'running', done);
  };
  const arrival = await inTenant(crm, tenantId, async (query) => {
    const reading = whileOpen(query);
    const read = readRows(reading.query, attempt.kind, onPage);
    const bytes = fileBytes(attempt.kind, attempt.format, read);
    return spool(bytes, spoolOf(files, location)).finally(reading.end);
  });
  await keep(files, location, arrival, contentTypes[attempt.format]);
  if (!(await inTenant(crm, tenantId, (query) => noteDone(query, attempt, rows, arrival.bytes))))
    throw new TakenOver();
  await tell(run, 'done', rows);
}

/**
 * A writer that fails ends before its reader has noticed: what the reader asks then must not reach a connection that may be
 * another's by now.
 */
function whileOpen(query: Query): { query: Query; end: () => void } {
  let open = true;
  return {
    async query(text, values) {
      if (!open) throw new Error('the export has ended');
      return query(text, values);
    },
    end: () => {
      open = false;
    },
  };
}

/** Whoever asked is told; nobody else need know. That they miss it is no failure of the export. */
async function tell({ crm, tenantId, attempt }: Run, status: string, rowsDone: number): Promise<void> {
  const event = { type: 'export', exportId: attempt.id, status, rowsDone } as const;
  await crm.live.tell(tenantId, { userId: attempt.staffId }, event).catch(() => {});
}

/** Removes what an attempt left behind. One that cannot be removed now costs room, but is offered to nobody. */
async function forget(crm: Crm, location: string | null): Promise<void> {
  const left = location === null ? null : locationOf(location);
  if (left !== null) await removeKept(crm.outside.files, left).catch(() => {});
}
