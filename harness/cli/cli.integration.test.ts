import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');

/** Runs the real command line in a process of its own. No container is started by what stands here. */
function capacity(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', join(root, 'harness', 'main.ts'), ...args],
      { cwd: root, env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' } },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('bad input: one line that says what is allowed, exit 64, nothing started', () => {
  it.each([
    [['verify', '--frobnicate'], /unknown option '--frobnicate'.*Allowed: .*--level.*--users/],
    [['verify', '--level', '9'], /--level.*Allowed: a whole number from 1 to 5/],
    [['verify', '--level', 'one'], /--level.*Allowed: a whole number from 1 to 5/],
    [['verify', '--profile', 'slow'], /--profile.*Allowed choices are quick, standard, nightly/],
    [['verify', '--users', '0'], /--users.*Allowed: a whole number from 1 to/],
    [['verify', '--users', '-5'], /--users.*Allowed: a whole number from 1 to/],
    [['verify', '--users', '1e9'], /--users.*Allowed/],
    [['verify', '--customers', '12.5'], /--customers.*Allowed: a whole number from 100/],
    [['verify', '--seed', ''], /--seed.*Allowed/],
    [['verify', '--defect', 'gremlins'], /--defect.*Allowed choices are slow, errors, tenant-leak/],
    [['verify', '--levels-file', 'absent.yml'], /absent\.yml cannot be read/],
    [['verify', 'surplus'], /too many arguments/],
    [['verfy'], /unknown command 'verfy'.*Allowed: .*verify/],
    [['datasets', '--older-than', 'soon'], /--older-than.*Allowed: days or hours, such as 14d or 36h/],
    [['datasets', '--remove', 'all', '--prune'], /--remove.*cannot be used with.*--prune/],
    [['judge'], /missing required argument 'run'/],
    [['judge', 'no-such-folder'], /no spec\.json in the run folder/],
    [['report', 'no-such-folder'], /no run\.json in the run folder/],
    [['seed'], /one of --dsn and --csv/],
    [['seed', '--dsn', 'postgres://a@127.0.0.1/a', '--csv', 'rows'], /one of --dsn and --csv/],
    [['seed', '--csv', 'rows', '--customers', '1.5K'], /--customers.*Allowed/],
    [['seed', '--csv', 'rows', '--shares', '50,50'], /--shares.*Allowed/],
    [['seed', '--csv', 'rows', '--database-size', '15GB'], /--database-size is about a database/],
    [['seed', '--dsn', 'postgres://a@127.0.0.1/a', '--database-size', '1MB'], /take at least/],
    [['verify', '--database-size', 'huge'], /--database-size.*Allowed/],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await capacity(...args);
    expect(stderr).toMatch(line);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((l) => !l.startsWith('  ->')),
    ).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([64, '']);
  });

  it('refuses a level that the level file does not describe', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'capacity-test-')), 'levels.yml');
    writeFileSync(file, 'services:\n  a:\n    labels: { capacity.level: "2" }\n');
    const { code, stderr } = await capacity('verify', '--level', '1', '--levels-file', file);
    expect(stderr).toContain('level 1 is not described');
    expect(code).toBe(64);
  });
});

it('refuses an engine on another machine, with one line', async () => {
  process.env.DOCKER_HOST = 'ssh://admin:secret@build.example';
  try {
    const { code, stdout } = await capacity('doctor');
    expect(code).toBe(2);
    expect(stdout).toContain('the container engine at ssh://build.example is not on this machine');
    expect(stdout).not.toContain('secret');
  } finally {
    delete process.env.DOCKER_HOST;
  }
});

describe('help', () => {
  it('lists every command, and each command its options', async () => {
    const { code, stdout } = await capacity('--help');
    expect(code).toBe(0);
    for (const command of ['verify', 'doctor', 'seed', 'up', 'down', 'datasets', 'judge', 'report'])
      expect(stdout).toContain(`  ${command}`);
    const verify = await capacity('verify', '--help');
    for (const flag of ['--level', '--profile', '--users', '--customers', '--seed', '--allow-inconclusive']) {
      expect(verify.stdout).toContain(flag);
    }
    expect(verify.stdout).toContain('Exit codes');
  });

  it('without a command prints help and fails as wrong usage', async () => {
    const { code, stdout } = await capacity();
    expect([code, stdout.includes('Usage: capacity')]).toEqual([64, true]);
  });
});
