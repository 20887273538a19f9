import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../core/claim.ts';
import { auditSchema } from '../core/finding.ts';
import { readPlanningDocument } from '../host/document.ts';
import { readEnvironment } from '../host/environment.ts';
import { loadCatalogue, loadLock } from '../run/catalogue.ts';
import { documentFrom, rewritten } from '../run/document-fixture.ts';

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
    [['conform'], /one of --target, --waha and --telephony/],
    [['conform', '--target', 'http://a', '--waha', 'http://b'], /one of --target, --waha and --telephony/],
    [['conform', '--target', 'localhost:8443/api'], /is no address to ask/],
    [['conform', '--waha', 'http://127.0.0.1:9'], /--waha wants an --api-key/],
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
    [['verify', '--document', 'absent.md'], /the document absent\.md is not there/],
    [['audit', '--document', 'absent.md'], /the document absent\.md is not there/],
    [['audit', '--document', 'package.json'], /package\.json has no heading/],
    [['audit', '--action-seconds', 'soon'], /--action-seconds.*Allowed: a number from 1 to 3600/],
    [['audit', '--fail-on', 'anything'], /--fail-on.*Allowed choices are error, warning, note, never/],
    [['audit', '--check', 'sums'], /no check is called 'sums'/],
    [['audit', 'level-sum'], /the audit has no finding 'level-sum'/],
    [['claims', '--level', '6'], /--level.*Allowed: a whole number from 1 to 5/],
    [['claims', '--service', 'fax'], /--service.*Allowed choices are application, database/],
    [
      ['claims', '--tested', 'hope'],
      /--tested.*Allowed choices are load, audit, probe, stand-in, not-testable/,
    ],
    [['claims', 'l4-total'], /the catalogue has no claim 'l4-total'/],
    [['claims', '--check', '--document', 'absent.md'], /absent\.md is not there/],
    [['plan', '--users', '180'], /required option '-c, --customers <n>' not specified/],
    [['plan', '--users', '-1', '--customers', '10K'], /--users.*Allowed: a whole number from 0/],
    [
      ['plan', '--users', '1', '--customers', '10K', '--customers-growth-per-month', '200%'],
      /Allowed: a number from 0% to 100%/,
    ],
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

it('shows the settings of a level without an engine', async () => {
  const { code, stdout } = await capacity('settings', '--level', '5');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^app-1, app-2, app-3: 4 vCPU, 8 GB in the document; /m);
  expect(stdout).toMatch(/^ {2}PG_SHARED_BUFFERS_MIB +4 GB +\S+ [MG]B {2}A quarter of memory/m);
  const json = JSON.parse((await capacity('settings', '--level', '5', '--json')).stdout) as {
    vms: string[];
  }[];
  expect(json.flatMap(({ vms }) => vms)).toHaveLength(17);
});

describe('help', () => {
  it('lists every command, and each command its options', async () => {
    const { code, stdout } = await capacity('--help');
    expect(code).toBe(0);
    for (const command of [
      'verify',
      'doctor',
      'settings',
      'seed',
      'up',
      'down',
      'datasets',
      'judge',
      'report',
    ])
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

describe('the document as data, without a container', () => {
  const text = documentFrom(loadCatalogue(), loadLock());
  const folder = mkdtempSync(join(tmpdir(), 'capacity-document-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const real = readPlanningDocument(readEnvironment().document)?.text ?? null;
  const changed = (original: string, id: string, figure: string) =>
    rewritten(original, loadCatalogue().find((claim) => claim.id === id) as Claim, [figure]);

  it('claims are listed with filters, as a table and as JSON', async () => {
    const table = await capacity('claims', '--level', '4', '--tested', 'load');
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/^l4-users-1000 +4 +application +load +1,000 users /m);
    expect(table.stdout).not.toContain('l4-price-total');
    const json = await capacity('claims', '--service', 'whatsapp', '--json');
    const listed = JSON.parse(json.stdout) as { service: string }[];
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.every(({ service }) => service === 'whatsapp')).toBe(true);
    const one = await capacity('claims', 'l4-price-total');
    expect(one.stdout).toContain('Cost Summary Table');
  });

  it('audit prints findings that can be followed by hand, writes its page, and its gate can be set', async () => {
    const out = join(folder, 'out');
    const { code, stdout } = await capacity('audit', '--out', out);
    expect(code).toBe(1);
    expect(stdout).toContain('= ₹23,000');
    expect(readFileSync(join(out, 'audit.html'), 'utf8')).toContain('₹23,000');
    const audit = auditSchema.parse(JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8')));
    expect(audit.findings.map(({ id }) => id)).toContain('level-sums-l4');
    expect((await capacity('audit', '--fail-on', 'never', '--out', out)).code).toBe(0);
    const json = await capacity('audit', '--json', '--check', 'per-tenant', '--action-seconds', '10');
    expect(json.code).toBe(0);
    expect(auditSchema.parse(JSON.parse(json.stdout)).checks.map(({ id }) => id)).toEqual(['per-tenant']);
    const one = await capacity('audit', 'level-sums-l5');
    expect([one.code, one.stdout.includes('₹49,500')]).toEqual([0, true]);
  });

  it('audit says of a document that is another one that its claims are stale', async () => {
    const { document } = auditSchema.parse(
      JSON.parse((await capacity('audit', '--json', '--document', file('other.md', text))).stdout),
    );
    expect(document.state).toBe('changed');
    expect(document.stale.length).toBeGreaterThan(100);
    const other = await capacity('audit', '--document', file('another.md', '# Another plan\n'));
    expect(other.code).toBe(64);
    expect(other.stderr).toContain('this is another document: it lacks the lines of');
  });

  // figures are read again from their places, which only the document itself has
  it.skipIf(real === null)('audit reads the figures of a document that has changed', async () => {
    const document = file('mended.md', changed(real as string, 'l4-price-total', '23,000'));
    const { findings, document: state } = auditSchema.parse(
      JSON.parse((await capacity('audit', '--json', '--document', document)).stdout),
    );
    expect(findings.map(({ id }) => id)).not.toContain('level-sums-l4');
    expect(findings.map(({ id }) => id)).toContain('per-tenant-l4');
    expect(state.state).toBe('changed');
    expect(state.stale.find(({ claimId }) => claimId === 'l4-price-total')?.now).toBe('₹23,000/month');
  });

  it('claims --check tells a document that has changed from one that has not, and needs one', async () => {
    const { code, stdout } = await capacity(
      'claims',
      '--check',
      '--document',
      file('mended.md', changed(text, 'l1-p95', '400')),
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/l1-p95: line \d+ holds '500ms' nowhere/);
  });

  it('plan names the cheapest level, and says with its exit code where there is none', async () => {
    const found = await capacity(
      'plan',
      '--users',
      '180',
      '--customers',
      '12000',
      '--whatsapp-per-day',
      '6000',
    );
    expect(found.stdout).toMatch(/^Level 3 is the cheapest that is nowhere beyond: ₹11,000\/month/m);
    expect(found.code).toBe(0);
    const none = await capacity('plan', '--users', '5K', '--customers', '12K');
    expect([none.code, none.stdout]).toEqual([
      1,
      expect.stringContaining('No level of the document carries that'),
    ]);
  });
});
