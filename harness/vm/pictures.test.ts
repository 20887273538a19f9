import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, 'roles', 'nginx', 'media', 'make-pictures.mjs');
const COUNT = 24;

describe('product pictures', () => {
  const folders: string[] = [];
  const made = () => {
    const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    folders.push(folder);
    execFileSync(process.execPath, [script, join(folder, 'new'), String(COUNT)]);
    return join(folder, 'new');
  };
  let folder: string;
  beforeAll(() => {
    folder = made();
  });
  afterAll(() => {
    for (const each of folders) rmSync(each, { recursive: true });
  });
  const pictureIn = (where: string, n: number) => readFileSync(join(where, `${n}.png`));
  const numbers = Array.from({ length: COUNT }, (_, i) => i + 1);

  it('are as many as wanted, of 20 to 60 kB, each another one', () => {
    expect(readdirSync(folder).sort()).toEqual(numbers.map((n) => `${n}.png`).sort());
    const files = numbers.map((n) => pictureIn(folder, n));
    for (const { length } of files) expect(length >= 20_000 && length <= 60_000, String(length)).toBe(true);
    expect(new Set(files.map((file) => file.toString('latin1'))).size).toBe(COUNT);
  });

  it('are the same every time', () => {
    const again = made();
    for (const n of numbers) expect(pictureIn(again, n).equals(pictureIn(folder, n))).toBe(true);
  });

  it('are whole PNG files', () => {
    const file = pictureIn(folder, 1);
    expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
    const data = file.indexOf('IDAT');
    const pixels = inflateSync(file.subarray(data + 4, data + 4 + file.readUInt32BE(data - 4)));
    expect(pixels.length).toBe(height * (width * 3 + 1));
    // a chunk of no data has a checksum that the format's own examples give
    expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });
});
