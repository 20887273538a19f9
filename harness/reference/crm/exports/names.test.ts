import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { downloadName, isHere, locationOf, newLocation, textOf } from './names.ts';
import { isDiskFull } from './spool.ts';
import { sweepFolder } from './sweep.ts';

const asked = { tenantId: 2, id: 17, format: 'xlsx' } as const;

it('names a place of its own for each attempt, which is found again from its text', () => {
  const [first, second] = [newLocation(asked, false), newLocation(asked, false)];
  expect(first).not.toEqual(second);
  expect(locationOf(textOf(first))).toEqual(first);
  expect(isHere(first)).toBe(true);
  const stored = newLocation(asked, true);
  expect(textOf(stored)).toMatch(/^storage\/2-17-[0-9a-f]{16}\.xlsx$/);
  expect(locationOf(textOf(stored))).toEqual(stored);
  expect(isHere(stored)).toBe(false);
});

it.each([
  '',
  'storage/../../etc/passwd',
  'disk:app-1/../secret.csv',
  'disk:/1-1-0123456789abcdef.csv',
  'storage/1-1-0123456789abcdef.exe',
])('takes no %j for a place', (text) => {
  expect(locationOf(text)).toBeNull();
});

it('gives a download a name that says what and when', () => {
  const row = { kind: 'orders', format: 'csv', id: 5, requestedAt: '2026-11-26T06:00:00.000Z' } as const;
  expect(downloadName(row)).toBe('orders-2026-11-26-5.csv');
});

it('sweeps spools of the dead and expired files, and touches nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exports-'));
  const nowMs = Date.UTC(2026, 10, 26);
  const put = async (name: string, ageHours: number) => {
    await writeFile(join(folder, name), 'x');
    await utimes(join(folder, name), nowMs / 1000, nowMs / 1000 - ageHours * 3600);
  };
  const id = '1-2-0123456789abcdef';
  await put(`${id}.csv`, 8 * 24 + 1);
  await put(`${id}.xlsx`, 7 * 24);
  await put(`${id}.csv.part`, 2);
  await put(`${id}.xlsx.part`, 0.5);
  await put('notes.csv', 1_000);
  await mkdir(join(folder, 'sub'));
  await sweepFolder(folder, nowMs);
  expect((await readdir(folder)).sort()).toEqual([`${id}.xlsx`, `${id}.xlsx.part`, 'notes.csv', 'sub']);
  await rm(folder, { recursive: true });
});

it('knows a full disk by what the disk itself says', async () => {
  const full = pipeline(Readable.from(['x']), createWriteStream('/dev/full')).catch((error) => error);
  expect(isDiskFull(await full)).toBe(true);
  expect(isDiskFull(new Error('no space'))).toBe(false);
});
