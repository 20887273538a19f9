import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'waha-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the stand-in as a process', () => {
  it('says in one line what is wrong with its environment, and ends', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: { PATH: process.env.PATH, WAHA_DATA: folder, WAHA_API_KEY: 'a-secret', WAHA_READ_SHARE: '2' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const [code] = (await once(child, 'close')) as [number];
    expect([code, log]).toEqual([1, 'waha: readShare must be a number from 0 to 1\n']);
  });
});
