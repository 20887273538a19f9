import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { healthy, runSpec } from '../claims/fixture.ts';
import { runEvidenceIds } from '../core/evidence/envelope.ts';
import { readPlanningDocument } from '../host/document.ts';
import { readEnvironment } from '../host/environment.ts';
import { loadCatalogue, loadLock } from './catalogue.ts';
import { documentFrom } from './document-fixture.ts';
import { judgeFolder } from './judge.ts';
import {
  createRunFolder,
  type RunFolder,
  readRecord,
  specHash,
  writeEvidence,
  writeStatus,
} from './run-folder.ts';

const root = resolve(import.meta.dirname, '..', '..');
let runs: string;
let folder: RunFolder;

/** A whole run folder of one healthy repetition, as `verify` leaves it. */
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'capacity-judge-'));
  const spec = runSpec();
  const startedAt = '2026-01-31T10:00:00.000Z';
  folder = createRunFolder(runs, spec, startedAt);
  const evidence = healthy();
  for (const id of runEvidenceIds) writeEvidence(folder, 1, evidence[id]);
  const written = { schemaVersion: 1, source: 'fixture', status: 'observed', fromMs: 0, toMs: 0 } as const;
  writeEvidence(folder, 1, { ...written, id: 'conformance', data: { rows: [] } });
  writeStatus(folder, {
    ...{ state: 'observed', reason: null, startedAt, endedAt: '2026-01-31T10:02:00.000Z', timings: [] },
    specHash: specHash(spec),
  });
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

const change = (file: string, edit: (text: string) => string) =>
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
const evidenceFile = (id: (typeof runEvidenceIds)[number]) => folder.repetition(1).evidence(id);

/** The command line with no engine to be found. */
function capacity(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', join(root, 'harness', 'main.ts'), ...args],
      { cwd: root, env: { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock', PATH: '/nowhere' } },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('a run folder, without an engine', () => {
  it('is judged and reported; judging twice says the same', async () => {
    const first = await capacity('judge', folder.path);
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('l1-users-150');
    for (const name of ['run.json', 'report.html', 'junit.xml', 'summary.md']) {
      expect(existsSync(folder.file(name)), name).toBe(true);
    }
    const before = readRecord(folder);
    const documentText = readPlanningDocument(readEnvironment().document)?.text ?? null;
    const again = await judgeFolder(folder, { documentText });
    expect({ ...again, judgedAt: '' }).toEqual({ ...before, judgedAt: '' });
    rmSync(folder.file('report.html'));
    expect((await capacity('report', folder.path)).code).toBe(0);
    expect(readFileSync(folder.file('report.html'), 'utf8')).toContain('Level 1 carries 150 users');
  });

  it('on text that the document no longer holds is stale, when judged and when reported, and no pass', async () => {
    expect((await capacity('judge', folder.path)).code).toBe(0);
    const changed = join(runs, 'changed.md');
    writeFileSync(changed, documentFrom(loadCatalogue(), loadLock()));
    const reported = await capacity('report', folder.path, '--document', changed);
    expect(reported.stdout).toContain('stale, it was “yes');
    expect(readFileSync(folder.file('junit.xml'), 'utf8')).toContain('stale, was verified');
    const judged = await capacity('judge', folder.path, '--document', changed);
    expect(judged.code).toBe(3);
    const stale = readRecord(folder).verdicts.filter((verdict) => verdict.stale !== null);
    expect(stale.map(({ claimId }) => claimId)).toContain('l1-users-150');
    expect((await capacity('judge', folder.path)).code).toBe(0);
  });

  it.each(runEvidenceIds)(
    'without its %s nothing is verified that rests on it, and the run is no pass',
    async (id) => {
      rmSync(evidenceFile(id));
      const record = await judgeFolder(folder);
      expect(record.exitCode).toBe(3);
      const resting = record.verdicts.filter((verdict) => verdict.evidence.includes(id));
      expect(resting.map((verdict) => verdict.outcome)).not.toContain('verified');
    },
  );

  it('of before events were kept is judged as it was: the loss of a VM would have ended it', async () => {
    rmSync(evidenceFile('events'));
    rmSync(folder.repetition(1).evidence('conformance'));
    const record = await judgeFolder(folder);
    expect(record.exitCode).toBe(0);
    expect(record.repetitions[0]?.evidence.events).toMatchObject({ data: { events: [] } });
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['of another schema version', (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":2')],
    [
      'with a field that is not a number',
      (text: string) => text.replace(/"requests":\d+/, '"requests":null'),
    ],
    ['with a negative count', (text: string) => text.replace(/"requests":\d+/, '"requests":-4')],
    ['empty', () => ''],
  ])('samples that are %s: inconclusive, with the reason', async (_, edit) => {
    change(evidenceFile('samples'), edit);
    const record = await judgeFolder(folder);
    expect(record.verdicts.map((verdict) => verdict.outcome)).not.toContain('verified');
    expect(record.exitCode).toBe(3);
    const { samples } = record.repetitions[0]?.evidence ?? {};
    expect(samples?.status).toBe('unavailable');
  });

  it('refuses a specification that was changed after the run', async () => {
    change(folder.file('spec.json'), (text) => text.replace('"users": 150', '"users": 300'));
    const { code, stderr } = await capacity('judge', folder.path);
    expect([code, stderr.split('\n')[0]]).toEqual([
      64,
      'capacity: spec.json was changed after the run began: its evidence belongs to another specification',
    ]);
  });

  it('says of a run that was killed that it did not come to its end', async () => {
    change(folder.file('status.json'), (text) => text.replace('"observed"', '"running"'));
    const record = await judgeFolder(folder);
    expect(record.warnings.map((warning) => warning.id)).toContain('ended-early');
  });

  it('refuses a run.json of another schema, never half rendering it', async () => {
    await judgeFolder(folder);
    change(folder.file('run.json'), (text) => text.replace('"schemaVersion":1', '"schemaVersion":9'));
    const { code, stderr, stdout } = await capacity('report', folder.path);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('run.json cannot be read: schemaVersion');
  });
});
