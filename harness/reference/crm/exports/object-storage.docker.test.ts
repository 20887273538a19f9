import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCleanUp } from '../../../host/cleanup.ts';
import { printedInVm, startSmallLevel } from '../../../topology/fixture-small-level.ts';
import type { StartedLevel } from '../../../topology/start-level.ts';
import { keep, openKept, removeKept, spoolOf } from './kept-files.ts';
import { newLocation } from './names.ts';
import { spool } from './spool.ts';

const cleanUp = createCleanUp();
let level: StartedLevel;
let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  level = await startSmallLevel([{ name: 'storage', roles: ['storage'], ports: [9000] }], {
    runId: 'exports-test',
    cleanUp,
  });
  url = `http://127.0.0.1:${level.vms[0]?.port(9000)}`;
});
afterAll(async () => {
  await cleanUp.run();
  await rm(folder, { recursive: true, force: true });
});

const filesWith = async (secretKey?: string) => ({
  folder,
  storage: {
    url,
    bucket: 'exports',
    accessKey: 'crm',
    secretKey: secretKey ?? (await printedInVm(level, 'storage', ['printenv', 'STORAGE_SECRET_KEY'])),
  },
});
const content = Buffer.alloc(300_000, 'row,of,an,export\r\n');

it('keeps a file in the object storage, for its owner alone, and gives it back byte for byte', async () => {
  const files = await filesWith();
  const location = newLocation({ tenantId: 1, id: 2, format: 'csv' }, true);
  await expect(openKept(files, location)).rejects.toMatchObject({ status: 404 });
  const arrival = await spool(Readable.from([content]), spoolOf(files, location));
  await keep(files, location, arrival, 'text/csv; charset=utf-8');
  expect(await readdir(folder)).toEqual([]);
  const { stream, bytes } = await openKept(files, location);
  expect([bytes, (await buffer(stream)).equals(content)]).toEqual([content.length, true]);
  expect((await fetch(`${url}/exports/${location.name}`)).status).toBeGreaterThanOrEqual(400);
  await removeKept(files, location);
  await expect(openKept(files, location)).rejects.toMatchObject({ status: 404 });
  await removeKept(files, location);
});

it('keeps nothing that arrives otherwise than it was sent, or from somebody else', async () => {
  const files = await filesWith();
  const location = newLocation({ tenantId: 1, id: 3, format: 'csv' }, true);
  const arrival = await spool(Readable.from([content]), spoolOf(files, location));
  const other = { ...arrival, md5: Buffer.alloc(16).toString('base64') };
  await expect(keep(files, location, other, 'text/csv')).rejects.toThrow(/answered 4\d\d to an upload/);
  await expect(keep(await filesWith('wrong'), location, arrival, 'text/csv')).rejects.toThrow(
    'answered 403 to an upload',
  );
  expect(await readdir(folder)).toEqual([`${location.name}.part`]);
  await expect(openKept(files, location)).rejects.toMatchObject({ status: 404 });
  await expect(openKept(await filesWith('wrong'), location)).rejects.toMatchObject({ status: 503 });
  const away = { folder, storage: { ...files.storage, url: 'http://127.0.0.1:9' } };
  await expect(openKept(away, location)).rejects.toMatchObject({ status: 503 });
});
