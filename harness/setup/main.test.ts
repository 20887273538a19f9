import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('set-up as a program', () => {
  let root = '';
  const file = (name: string) => join(root, name);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'capacity-set-up-'));
    cpSync(import.meta.dirname, file('harness/setup'), { recursive: true });
    mkdirSync(file('bin'));
    wantsNode('>=20.19');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  function wantsNode(range: string) {
    writeFileSync(file('package.json'), JSON.stringify({ type: 'module', engines: { node: range } }));
  }

  function start() {
    const child = spawn(process.execPath, [file('harness/setup/main.mjs'), '--until', 'packages'], {
      env: { ...process.env, PATH: `${file('bin')}:${process.env.PATH}` },
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.stdout.resume();
    return { child, ended: once(child, 'close').then(([code]) => ({ code, stderr })) };
  }

  it('ends with 2 and one line on a fault that nobody foresaw', async () => {
    const { code, stderr } = await start().ended; // there is no package-lock.json
    expect(stderr).toMatch(/^set-up: ENOENT.*package-lock\.json'\n$/);
    expect(code).toBe(2);
  });

  it('ends with 2 and one line on a Node that is too old', async () => {
    wantsNode('>=999.1');
    const { code, stderr } = await start().ended;
    expect(stderr).toMatch(/^set-up: Node 999\.1 or later is needed, this is .*\n$/);
    expect(code).toBe(2);
  });

  it('stops what it runs before it ends, however often it is told to, and with nobody to tell', async () => {
    writeFileSync(file('package-lock.json'), '{}');
    writeFileSync(
      file('bin/npm'),
      `#!/bin/sh\ntrap 'sleep 0.5; touch ${file('npm-stopped')}; exit 1' TERM\ntouch ${file('npm-runs')}\nwhile :; do sleep 0.1; done\n`,
    );
    chmodSync(file('bin/npm'), 0o755);
    const { child, ended } = start();
    await vi.waitFor(() => expect(existsSync(file('npm-runs'))).toBe(true), 5000);
    child.stdout.destroy();
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toEqual({
      code: 2,
      stderr: '\nset-up: stopped; the next start goes on from here\n',
    });
    expect(existsSync(file('npm-stopped'))).toBe(true);
  });
});
