import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HarnessError } from '../core/errors.ts';
import type { DatasetData } from '../core/evidence/setup.ts';
import { usualDataset } from '../core/run-record.ts';
import { type CleanUp, createCleanUp } from '../host/cleanup.ts';
import { builtVmImage, projectRoot } from '../host/environment.ts';
import { newRunId } from '../host/identity.ts';
import { createOutput, type Output } from '../host/output.ts';
import { connectEngine, type Engine } from '../topology/engine.ts';
import { FILLS_LABEL, findRuns } from '../topology/leftovers.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { runScript } from '../topology/script-container.ts';
import { labelsOfRun, type StartedLevel, startLevel } from '../topology/start-level.ts';
import { hasVolume, removeVolume } from '../topology/volumes.ts';
import { buildDataset } from './datasets/build.ts';
import { copyDataset } from './datasets/copy.ts';
import {
  CERTIFICATE_FILE,
  certificateText,
  type Dataset,
  datasetOf,
  labelsOf,
  volumeOf,
} from './datasets/dataset.ts';
import { removeDatasets, takeInventory, worthless } from './datasets/inventory.ts';
import { datasetSources } from './datasets/key.ts';
import { type LevelData, prepareData } from './datasets/level-data.ts';
import { seedRequestOf } from './seed-request.ts';
import { clearHost } from './verify.ts';

const levelText = `
services:
  small:
    labels:
      capacity.level: "1"
      capacity.vm: data
      capacity.roles: postgres
      capacity.vcpu: "2"
      capacity.memory: 2GB
      capacity.disk: 10GB
    ports: ["5432"]
`;
const image = builtVmImage() ?? '';
const level = parseLevelFile(levelText, 1, { source: 'custom', variables: { CAPACITY_VM_IMAGE: image } });
const [vm] = level.vms as [(typeof level.vms)[number]];

/** A seed that nobody else asks for, so that these datasets are ours to break. */
const spec = { customers: 1000, seed: 1_947_815, users: 30, dataset: usualDataset };
const dataset = datasetOf(seedRequestOf(spec));
const quiet = () =>
  createOutput({ interactive: false, colour: false, ci: true, dsn: null, document: null, columns: 100 });

let engine: Engine;
const undo: CleanUp[] = [];
beforeAll(async () => {
  engine = await connectEngine();
  await removeVolume(engine.docker, dataset.volume);
});
afterEach(async () => {
  for (const cleanUp of undo.splice(0)) expect(await cleanUp.run()).toEqual([]);
});
afterAll(() => removeDatasets(engine, [{ volume: dataset.volume, bytes: 0 }]));

function toolsOf(signal = new AbortController().signal) {
  const cleanUp = createCleanUp();
  undo.push(cleanUp);
  return { engine, output: quiet(), cleanUp, signal };
}

interface Up {
  started: StartedLevel;
  data: LevelData;
  /** Names of the steps that were taken. */
  steps: string[];
}

/** A level that is up with its data, not yet settled. */
async function up(options: { cache: boolean }): Promise<Up> {
  const tools = toolsOf();
  const runId = newRunId(1, 'test');
  const data = await prepareData({ runId, spec, level, keep: false, ...options }, tools);
  const { cleanUp } = tools;
  const started = await startLevel(engine, level, {
    runId,
    keep: false,
    environment: {},
    volume: data.volume,
    cleanUp,
  });
  return { started, data, steps: stepsOf(tools.output) };
}

const stepsOf = (output: Output) => output.timings().map(({ step }) => step);

async function superuser(started: StartedLevel, sql: string): Promise<string> {
  const { stdout, stderr } = await started
    .vmWith('postgres')
    .exec(['psql', '-U', 'postgres', '-d', 'crm', '-XAtqc', sql]);
  if (stderr !== '') throw new Error(stderr);
  return stdout.trim();
}

/** A script on the dataset's own volume, which no run would write to. */
const inDataset = (script: string, of: Dataset = dataset) =>
  runScript(engine.docker, {
    image,
    script,
    args: [CERTIFICATE_FILE],
    volumes: [{ name: of.volume, folder: '/dataset', labels: labelsOf(of) }],
    labels: {},
  });

const ofRun = async (runId: string) => (await findRuns(engine.docker)).filter((run) => run.runId === runId);

/** A disk of a few megabytes under the name of a volume. */
const smallDisk = (name: string, labels: Record<string, string>, size: string) =>
  engine.docker.createVolume({
    Name: name,
    Labels: labels,
    DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: `size=${size}` },
  });

const named = (key: string): Dataset => ({ ...dataset, key, volume: volumeOf(key) });
const [stale, partial] = [named('0123456789ab'), named('ba9876543210')];
afterAll(() =>
  removeDatasets(
    engine,
    [stale, partial].map(({ volume }) => ({ volume, bytes: 0 })),
  ),
);

const capacity = (...args: string[]) =>
  new Promise<{ code: number | null; text: string }>((done) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(projectRoot, 'harness', 'main.ts'), 'datasets', ...args],
      { cwd: projectRoot },
    );
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
      });
    child.once('close', (code) => done({ code, text }));
  });

describe('a dataset that is kept', () => {
  let held: DatasetData;

  it("is made once, copied twice, and each copy is a database of its own with a level's settings", async () => {
    const first = await up({ cache: true });
    expect(first.steps).toEqual(['seed 1,000 customers', 'copy 1,000 customers']);
    held = await first.data.settle(first.started);
    expect(held).toMatchObject({ customers: 1000, seed: spec.seed, reused: { key: dataset.key } });
    const [reading] = await first.started.readLimits('before');
    expect(reading?.settings.filter(({ matches }) => !matches)).toEqual([]);
    expect(reading?.settings.map(({ name }) => name)).toContain('postgresql.fsync');
    const bulk = await superuser(
      first.started,
      `select string_agg(name || '=' || setting, ' ') from pg_settings where sourcefile like '%auto.conf'`,
    );
    expect(bulk).toBe('');
    expect(
      await superuser(
        first.started,
        `select current_setting('full_page_writes') || current_setting('autovacuum') || current_setting('max_wal_size')`,
      ),
    ).toBe('onon1GB');
    await superuser(first.started, 'delete from interactions; update customers set name = name');
    await first.started.stop();
    expect(await ofRun(first.started.runId)).toEqual([]);

    const second = await up({ cache: true });
    expect(second.steps).toEqual(['copy 1,000 customers']);
    const again = await second.data.settle(second.started);
    expect(again).toMatchObject({ digest: held.digest, rows: held.rows, durationMs: held.durationMs });
    await second.started.stop();
    expect(await ofRun(second.started.runId)).toEqual([]);
  });

  it('holds what a level holds that is seeded itself', async () => {
    const direct = await up({ cache: false });
    expect([direct.data.volume, direct.steps]).toEqual([undefined, []]);
    const seeded = await direct.data.settle(direct.started);
    expect(seeded.reused).toBeNull();
    const counted = ({ digest, rows, tenants, tables }: typeof held) => ({
      digest,
      rows,
      tenants,
      tables: tables.map(({ table, tenantRows, perCustomer }) => ({ table, tenantRows, perCustomer })),
    });
    expect(counted(held)).toEqual(counted(seeded));
  });

  it('keeps no password and nothing of its making, and was shut down cleanly', async () => {
    const found = await inDataset(`
      cd /dataset/postgres
      ls /dataset/$1; ls vm-passwords postmaster.pid 2>&1 | grep -c 'No such'
      grep -cv '^#' postgresql.auto.conf; ls pg_wal | grep -cE '^[0-9A-F]{24}$'
      /usr/lib/postgresql/15/bin/pg_controldata -D . | sed -n 's/^Database cluster state: *//p'`);
    expect(found.stdout.trim().split('\n')).toEqual([
      `/dataset/${CERTIFICATE_FILE}`,
      '2',
      '0',
      '1',
      'shut down',
    ]);
  });

  it('a disk that is full while it is copied: one line that says so, the dataset stays', async () => {
    const runId = newRunId(1, 'test');
    const labels = labelsOfRun(runId, false);
    const into = { name: `capacity-${runId}-data`, folder: '/data', labels };
    await smallDisk(into.name, labels, '20m');
    const by = { engine, image, labels, signal: new AbortController().signal };
    await expect(copyDataset(dataset, into, by)).rejects.toMatchObject({
      code: 'no-disk',
      message: `no disk space left to copy dataset ${dataset.key} for this run`,
    });
    await removeVolume(engine.docker, into.name);
    expect(await hasVolume(engine.docker, dataset.volume)).toBe(true);
  });

  it('lists what is kept, and prunes what can no longer be used', async () => {
    const by = { image, labels: {}, sources: datasetSources() };
    const whole = (await takeInventory(engine, by)).datasets.find(({ key }) => key === dataset.key);
    const text = certificateText(stale.key, whole?.certificate as DatasetData);
    await inDataset(`cat >"/dataset/$1" <<'END'\n${text}\nEND`, stale);
    await inDataset('head -c 1000000 /dev/urandom >/dataset/half', partial);
    const { datasets } = await takeInventory(engine, by);
    const states = new Map(datasets.map(({ key, state }) => [key, state]));
    expect([dataset, stale, partial].map(({ key }) => states.get(key))).toEqual([
      'complete',
      'stale',
      'partial',
    ]);
    expect(datasets.find(({ key }) => key === partial.key)?.bytes).toBeGreaterThan(1_000_000);
    expect(worthless(datasets).map(({ key }) => key)).toEqual(
      expect.arrayContaining([stale.key, partial.key]),
    );

    const listed = await capacity();
    expect(listed.text).toMatch(new RegExp(`${dataset.key}  complete  +1,000 +1:1:1 +${spec.seed} `));
    const unknown = await capacity('--remove', 'ffff');
    expect([unknown.code, unknown.text]).toEqual([64, expect.stringContaining('there is no dataset ffff')]);
    const removed = await capacity('--remove', stale.key.slice(0, 8));
    expect([removed.code, removed.text]).toEqual([
      0,
      expect.stringMatching(/^removing 0123456789ab \(stale, .+\)\n.+ are free again\n$/),
    ]);
    const pruned = await capacity('--prune');
    expect([pruned.code, pruned.text]).toEqual([
      0,
      expect.stringContaining(`removing ${partial.key} (partial, `),
    ]);
    const left = [dataset, stale, partial].map(({ volume }) => hasVolume(engine.docker, volume));
    expect(await Promise.all(left)).toEqual([true, false, false]);
  });

  it('is made anew where its certificate is missing', async () => {
    await inDataset('rm "/dataset/$1"; touch /dataset/postgres/leftover');
    const { started, data, steps } = await up({ cache: true });
    expect(steps).toEqual(['seed 1,000 customers', 'copy 1,000 customers']);
    expect(await data.settle(started)).toMatchObject({ customers: 1000 });
    const { stdout } = await started.vmWith('postgres').exec(['ls', '/var/lib/vm/postgres']);
    expect(stdout).not.toContain('leftover');
  });

  it('that is not what its certificate says is noticed by whoever uses it, and removed', async () => {
    const cleanUp = toolsOf().cleanUp;
    const tampering = await startLevel(engine, level, {
      runId: newRunId(1, 'tamper'),
      keep: false,
      environment: {},
      volume: { name: dataset.volume, folder: '/var/lib/vm' },
      cleanUp,
    });
    await superuser(tampering, 'delete from payments where id = (select max(id) from payments)');
    await tampering.stop();
    const { started, data } = await up({ cache: true });
    await expect(data.settle(started)).rejects.toMatchObject({
      code: 'seed-failed',
      message: expect.stringMatching(
        /^dataset \w{12} did not hold .* removed \(rows of payments: \d+ instead of \d+\)$/,
      ),
    });
    expect(await hasVolume(engine.docker, dataset.volume)).toBe(false);
  });
});

describe('a making that does not come to its end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capacity-datasets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const filling = async () => {
    const filters = { label: [FILLS_LABEL] };
    return (await engine.docker.listContainers({ filters })).map(({ Labels }) => Labels[FILLS_LABEL]);
  };
  async function untilFilling(volume: string): Promise<void> {
    const until = performance.now() + 60_000;
    while (!(await filling()).includes(volume)) {
      if (performance.now() > until) throw new Error(`nothing ever filled ${volume}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  it('killed with -9: nothing of it is ever used, the next start removes it', async () => {
    const killed = datasetOf(seedRequestOf({ ...spec, seed: spec.seed + 1, users: 150 }));
    const levels = join(folder, 'levels.yml');
    writeFileSync(levels, levelText);
    const args = ['up', '--levels-file', levels, '--customers', '1000', '--seed', `${spec.seed + 1}`];
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(projectRoot, 'harness', 'main.ts'), ...args],
      { cwd: projectRoot, stdio: 'ignore' },
    );
    await untilFilling(killed.volume);
    await new Promise((done) => setTimeout(done, 1500));
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    const by = { image, labels: {}, sources: datasetSources() };
    const seen = (await takeInventory(engine, by)).datasets.find(({ key }) => key === killed.key);
    expect(seen).toMatchObject({ state: 'building', certificate: null });
    await clearHost(engine, quiet());
    expect(await hasVolume(engine.docker, killed.volume)).toBe(false);
    expect(await filling()).toEqual([]);
  });

  it('Ctrl-C: builder and half dataset are gone when the command ends', async () => {
    const controller = new AbortController();
    const tools = toolsOf(controller.signal);
    const runId = newRunId(1, 'test');
    const preparing = prepareData({ runId, spec, level, keep: false, cache: true }, tools);
    preparing.catch(() => {});
    await untilFilling(dataset.volume);
    await new Promise((done) => setTimeout(done, 1500));
    const at = performance.now();
    controller.abort(new HarnessError('interrupted', 'stopped by SIGINT'));
    await expect(preparing).rejects.toMatchObject({ code: 'interrupted' });
    expect(await tools.cleanUp.run()).toEqual([]);
    expect(performance.now() - at).toBeLessThan(10_000);
    expect(await hasVolume(engine.docker, dataset.volume)).toBe(false);
    expect([...(await ofRun(runId)), ...(await ofRun(`${runId}-dataset`))]).toEqual([]);
  });

  it.each([
    ['before PostgreSQL starts', '30m'],
    ['under the seeding', '64m'],
  ])('a disk that is full %s: one line that says so, nothing is kept', async (_, size) => {
    const large = datasetOf(seedRequestOf({ ...spec, customers: 10_000 }));
    await smallDisk(large.volume, labelsOf(large), size);
    const runId = newRunId(1, 'test');
    const tools = toolsOf();
    await expect(buildDataset(large, vm, runId, tools)).rejects.toMatchObject({
      code: 'no-disk',
      message: expect.stringContaining('a dataset of 10,000 customers'),
    });
    expect(await tools.cleanUp.run()).toEqual([]);
    expect(await hasVolume(engine.docker, large.volume)).toBe(false);
    expect(await ofRun(`${runId}-dataset`)).toEqual([]);
  });
});
