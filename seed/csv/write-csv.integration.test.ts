import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HarnessError } from '../../harness/core/errors.ts';
import { thisOwner } from '../../harness/host/owner.ts';
import { tables } from '../tables/all.ts';
import { type KillPoint, seedAndKill } from '../testing/killed-seeding.ts';
import { planFor } from '../testing/rows.ts';
import { datasetVersion } from '../version.ts';
import { readManifest } from './manifest.ts';
import { writeCsv } from './write-csv.ts';

const { request } = planFor({ customers: 200 });

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'csv-'));
  folder = join(home, 'rows');
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function faultOf(writing: Promise<unknown>): Promise<HarnessError> {
  const thrown = await writing.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HarnessError);
  return thrown as HarnessError;
}

/** SHA-256 of all that stands in the folder, by name. */
async function contents(): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort())
    all[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  return all;
}

describe('writeCsv', () => {
  it('writes every row of every table and says so in a manifest', async () => {
    const manifest = await writeCsv(folder, request);
    expect(await readManifest(folder)).toEqual(manifest);
    expect(manifest.version).toBe(datasetVersion);
    expect(manifest.request).toMatchObject({ customers: 200, seed: request.seed });
    const found = await contents();
    expect(Object.keys(found)).toHaveLength(tables.length + 1);
    const plan = planFor({ customers: 200 });
    for (const [at, table] of tables.entries()) {
      const { file, rows, bytes, sha256 } = manifest.files[at] as (typeof manifest.files)[number];
      expect([file, rows, sha256]).toEqual([`${table.name}.csv`, table.count(plan), found[file]]);
      const text = await readFile(join(folder, file));
      expect(text.length).toBe(bytes);
      expect(text.toString().startsWith(`${Object.keys(table.columns).join(',')}\r\n`)).toBe(true);
    }
    const customers = (await readFile(join(folder, 'customers.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(customers).toHaveLength(201);
    expect(await readdir(home)).toEqual(['rows']);
  });

  it('writes the same bytes again, also into an empty directory', async () => {
    await writeCsv(folder, request);
    const first = await contents();
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeCsv(folder, request);
    expect(await contents()).toEqual(first);
  });

  it('refuses a directory with anything in it, and replaces only its own files', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'mine.txt'), 'mine');
    for (const replace of [false, true]) {
      const fault = await faultOf(writeCsv(folder, request, { replace }));
      expect(fault.code).toBe('usage');
      expect(fault.message).toBe(`the directory ${folder} is not empty: it holds mine.txt`);
    }
    await rm(join(folder, 'mine.txt'));
    await writeCsv(folder, request);
    const old = await contents();
    expect((await faultOf(writeCsv(folder, request))).message).toContain('files of an earlier seeding');
    await writeFile(join(folder, 'mine.txt'), 'mine');
    expect((await faultOf(writeCsv(folder, request, { replace: true }))).message).toContain('mine.txt');
    await rm(join(folder, 'mine.txt'));
    expect(await contents()).toEqual(old);
    await writeCsv(folder, { ...request, seed: 12 }, { replace: true });
    expect(await contents()).not.toEqual(old);
    expect((await readManifest(folder))?.request.seed).toBe(12);
    expect(await readdir(home)).toEqual(['rows']);
  });

  it('writes through a link to where it leads', async () => {
    await mkdir(join(home, 'real'));
    await symlink('real', folder);
    await writeCsv(folder, request);
    expect(await readdir(join(home, 'real'))).toContain('customers.csv');
  });

  it('says in one line where it may not or cannot write', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    for (const at of [file, join(file, 'below')]) {
      const fault = await faultOf(writeCsv(at, request));
      expect(fault.code).toBe('not-writable');
      expect(fault.message).toMatch(/cannot be written \((ENOTDIR|EEXIST)\)$/);
    }
  });

  it('stops when it is told to, and leaves nothing', async () => {
    const stop = new AbortController();
    const reason = new HarnessError('interrupted', 'stopped by SIGINT');
    const onProgress = () => stop.abort(reason);
    await expect(writeCsv(folder, request, { signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves alone what another process is writing', async () => {
    const part = join(home, '.rows.capacity-part');
    await mkdir(part);
    await writeFile(join(part, '.owner'), thisOwner());
    expect((await faultOf(writeCsv(folder, request))).code).toBe('already-running');
    expect(existsSync(part)).toBe(true);
  });
});

describe('killed', () => {
  const points: KillPoint[] = [
    { step: 'rows' },
    { step: 'rows', share: 0.3 },
    { step: 'rows', share: 0.9 },
    { step: 'certificate' },
    { step: 'certificate', done: 1 },
  ];

  it.each(points)(
    'at %j it leaves the directory as it was, and the next start completes it',
    async (killAt) => {
      await seedAndKill({ folder, request, killAt });
      expect(existsSync(folder)).toBe(false);
      const { request: written } = await writeCsv(folder, request);
      expect(written).toMatchObject({ seed: request.seed });
      const old = await contents();
      await seedAndKill({ folder, request: { ...request, seed: 12 }, replace: true, killAt });
      expect(await contents()).toEqual(old);
      await writeCsv(folder, { ...request, seed: 12 }, { replace: true });
      expect(await readdir(home)).toEqual(['rows']);
    },
  );

  it('after the end it is complete', async () => {
    await seedAndKill({ folder, request, killAt: { step: 'ended' } });
    const killed = await contents();
    await rm(folder, { recursive: true });
    await writeCsv(folder, request);
    expect(await contents()).toEqual(killed);
  });

  it('between taking the old files away and putting the new ones there, it gets the old ones back', async () => {
    await writeCsv(folder, request);
    const old = await contents();
    await rename(folder, join(home, '.rows.capacity-old'));
    expect((await faultOf(writeCsv(folder, request))).message).toContain('files of an earlier seeding');
    expect(await contents()).toEqual(old);
  });

  it('before it took the old files away for good, it takes them away at the next start', async () => {
    await writeCsv(folder, request);
    const now = await contents();
    await mkdir(join(home, '.rows.capacity-old'));
    await faultOf(writeCsv(folder, request));
    expect(await contents()).toEqual(now);
    expect(await readdir(home)).toEqual(['rows']);
  });
});
