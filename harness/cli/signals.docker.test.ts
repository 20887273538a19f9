import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'capacity-signals-'));
const levels = join(folder, 'levels.yml');
writeFileSync(
  levels,
  `services:
  small:
    labels: { capacity.level: "1", capacity.vm: app, capacity.roles: "app postgres pgbouncer redis nginx smtp", capacity.vcpu: "1", capacity.memory: 2GB, capacity.disk: 1GB }
    ports: ["443", "5432", "6379"]
`,
);

interface Running {
  child: ChildProcess;
  stderr(): string;
  /** Resolves when the text shows on standard error. */
  shows(text: string): Promise<void>;
  ended: Promise<number | null>;
}

const running: Running[] = [];

function capacity(...args: string[]): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'harness', 'main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const one: Running = {
    child,
    stderr: () => text,
    ended,
    async shows(wanted) {
      const until = performance.now() + 90_000;
      while (!text.includes(wanted)) {
        if (performance.now() > until || child.exitCode !== null)
          throw new Error(`never saw '${wanted}' in:\n${text}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
  };
  running.push(one);
  return one;
}

const verify = () =>
  capacity(
    'verify',
    '--levels-file',
    levels,
    '--users',
    '30',
    '--customers',
    '500',
    '--runs',
    join(folder, 'runs'),
  );

/** Containers, networks and volumes on the engine that are a run's. */
function left(): string[] {
  const docker = (...args: string[]) => execFileSync('docker', args).toString().split('\n').filter(Boolean);
  return [
    ...docker('ps', '-aq', '--filter', 'label=capacity.run'),
    ...docker('network', 'ls', '-q', '--filter', 'label=capacity.run'),
    ...docker('volume', 'ls', '-q', '--filter', 'label=capacity.run'),
  ];
}

/** Volumes of kept datasets. */
function datasets(): string[] {
  return execFileSync('docker', ['volume', 'ls', '-q', '--filter', 'label=capacity.dataset'])
    .toString()
    .split('\n')
    .filter(Boolean);
}

/** How many volumes there are beside kept datasets, which stay on purpose. */
const volumes = () =>
  execFileSync('docker', ['volume', 'ls', '-q'])
    .toString()
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('capacity-dataset-')).length;

function lastStatus(): { state: string; reason: string } {
  const runs = join(folder, 'runs');
  const last = readdirSync(runs).sort().at(-1) as string;
  return JSON.parse(readFileSync(join(runs, last, 'status.json'), 'utf8'));
}

afterEach(async () => {
  for (const { child } of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await capacity('down').ended;
});
const keptBefore = datasets();
afterAll(() => {
  const made = datasets().filter((name) => !keptBefore.includes(name));
  if (made.length > 0) execFileSync('docker', ['volume', 'rm', ...made]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run that is stopped', () => {
  it.each([
    ['SIGINT', 'while its data are made or copied', 'removing nothing', 400],
    ['SIGINT', 'while VMs start', '✔ copy 500 customers', 400],
    ['SIGINT', 'under load', '✔ calibrate the load generator', 1500],
    ['SIGTERM', 'while it calibrates', '✔ count what the database holds', 300],
  ] as const)('%s %s: gone within 10 s, marked as aborted', async (name, _when, sign, afterMs) => {
    const before = volumes();
    const run = verify();
    if (sign !== 'removing nothing') await run.shows(sign);
    else while (left().length === 0) await new Promise((done) => setTimeout(done, 50));
    await new Promise((done) => setTimeout(done, afterMs));
    const at = performance.now();
    run.child.kill(name);
    expect(await run.ended).toBe(2);
    expect(performance.now() - at).toBeLessThan(10_000);
    expect(run.stderr()).toContain(`stopped by ${name}`);
    expect(left()).toEqual([]);
    expect(volumes()).toBe(before);
    expect(lastStatus()).toMatchObject({ state: 'aborted', reason: `stopped by ${name}` });
  });

  it('a second run at the same time is refused with the id of the first', async () => {
    const first = verify();
    await first.shows('level 1 up');
    const second = verify();
    expect(await second.ended).toBe(2);
    expect(second.stderr()).toMatch(/run \d{8}-\d{6}-l1-quick-\w{4} is under way on this host/);
    expect(left().length).toBeGreaterThan(0);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(2);
    expect(left()).toEqual([]);
  });

  it('kill -9 leaves its VM; the next command removes it with its network and volume', async () => {
    const before = volumes();
    const run = verify();
    await run.shows('level 1 up');
    run.child.kill('SIGKILL');
    await run.ended;
    expect(left().length).toBeGreaterThan(0);
    const down = capacity('down');
    expect(await down.ended).toBe(0);
    expect(left()).toEqual([]);
    expect(volumes()).toBe(before);
  });
});
