import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LimitsData } from '../core/evidence/setup.ts';
import type { RunRecord } from '../core/run-record.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { builtVmImage, projectRoot } from '../host/environment.ts';
import { createOutput } from '../host/output.ts';
import { nodeEngine } from '../load/node/engine.ts';
import { connectEngine } from '../topology/engine.ts';
import { findRuns } from '../topology/leftovers.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { startLevel } from '../topology/start-level.ts';
import { judgeFolder } from './judge.ts';
import { runFolder } from './run-folder.ts';
import { decideSpec } from './spec.ts';
import { verify } from './verify.ts';

const runs = mkdtempSync(join(tmpdir(), 'capacity-levels-'));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const text = readFileSync(join(projectRoot, 'docker-compose.levels.yml'), 'utf8');

function levelOf(number: number) {
  const image = builtVmImage();
  if (image === null) throw new Error('the VM image is not built: npm run setup');
  return parseLevelFile(text, number, { source: 'document', variables: { CAPACITY_VM_IMAGE: image } });
}

const quiet = () =>
  createOutput({ interactive: false, colour: false, ci: true, dsn: null, document: null, columns: 100 });

describe('Level 2: the CRM with a WhatsApp VM beside it', () => {
  it('has both VMs, which reach each other by name; WAHA takes no message without the key', async () => {
    const engine = await connectEngine();
    const cleanUp = createCleanUp();
    try {
      const level = await startLevel(engine, levelOf(2), {
        ...{ runId: 'levels-test-2', keep: false, environment: {}, cleanUp },
      });
      expect(level.vms.map(({ name }) => name).sort()).toEqual(['app', 'waha']);
      const ask = async (path: string, ...more: string[]) =>
        (await level.vmWith('app').exec(['curl', '-sS', ...more, `http://waha:3000${path}`])).stdout;
      expect(await ask('/ping')).toBe('{"message":"pong"}');
      expect(await ask('/api/sendText', '-o', '/dev/null', '-w', '%{http_code}', '-d', '{}')).toBe('401');
      const settings = (await level.readLimits('before')).flatMap((reading) => reading.settings);
      expect(settings.filter(({ matches }) => !matches)).toEqual([]);
    } finally {
      await cleanUp.run();
    }
  });
});

describe('Level 3: database, cache and WhatsApp on VMs of their own', () => {
  it('has four VMs, each with the services of its roles and no other', async () => {
    const cleanUp = createCleanUp();
    try {
      const level = await startLevel(await connectEngine(), levelOf(3), {
        ...{ runId: 'levels-test-3', keep: false, environment: {}, cleanUp },
      });
      const readings = await level.readLimits('before');
      expect(readings.flatMap(({ settings }) => settings).filter(({ matches }) => !matches)).toEqual([]);
      expect(servicesOf(readings)).toEqual({
        app: ['app', 'nginx', 'smtp'],
        db: ['pgbouncer', 'postgresql'],
        redis: ['redis', 'redis-queue'],
        waha: ['waha'],
      });
    } finally {
      await cleanUp.run();
    }
  });
});

describe('Level 4: two application VMs behind a balancer, a read replica', () => {
  let record: RunRecord;

  it('carries users from seeding to verdicts, and leaves nothing behind', async () => {
    const level = levelOf(4);
    const profile = { id: 'quick', warmUpS: 4, windowS: 20, repetitions: 1, maxRepetitions: 1 } as const;
    const spec = decideSpec({ level, profile, users: 60, customers: 1000, seed: 5, defect: null });
    const cleanUp = createCleanUp();
    const signal = new AbortController().signal;
    try {
      await verify({ spec, level, runs }, { load: nodeEngine, output: quiet(), cleanUp, signal });
      record = await judgeFolder(runFolder(join(runs, spec.runId)));
    } finally {
      await cleanUp.run();
    }
    expect(record.verdicts.map(({ claimId }) => claimId)).toContain('l4-users-1000');
    expect(record.warnings.map(({ id }) => id)).toEqual(['idle-vm']);
    const flattering = record.guards.filter(
      ({ direction, status }) => direction === 'flatters' && status !== 'passed',
    );
    expect(flattering.map(({ id, seen }) => `${id}: ${seen}`)).toEqual([]);
    const { docker } = await connectEngine();
    expect((await findRuns(docker)).filter((found) => !found.kept)).toEqual([]);
  });

  it('is observed on every VM, and the work is done where the level says', () => {
    const evidence = record.repetitions[0]?.evidence;
    expect(Object.values(evidence ?? {}).map((one) => one?.status)).not.toContain('unavailable');
    if (evidence?.limits.status !== 'observed' || evidence.containers.status !== 'observed') return;
    expect(servicesOf(evidence.limits.data.readings)).toEqual({
      'app-1': ['app', 'nginx', 'smtp'],
      'app-2': ['app', 'nginx'],
      balancer: ['haproxy'],
      db: ['pgbouncer', 'postgresql'],
      redis: ['redis', 'redis-queue'],
      replica: ['pgbouncer', 'postgresql', 'replica'],
      storage: ['storage'],
      telephony: ['telephony'],
      waha: ['waha'],
    });
    const cpu = Object.fromEntries(evidence.containers.data.vms.map((vm) => [vm.vm, vm.cpuSeconds]));
    for (const vm of ['app-1', 'app-2', 'db', 'replica'])
      expect(cpu[vm], vm).toBeGreaterThan(cpu.waha ?? Number.NaN);
    const { postgres, redis } = evidence;
    expect(postgres.status === 'observed' && postgres.data.calls).toBeGreaterThan(50);
    expect(redis.status === 'observed' && redis.data.hits).toBeGreaterThan(50);
  });
});

/** The services that each VM told its settings of. */
function servicesOf(readings: LimitsData['readings']): Record<string, string[]> {
  return Object.fromEntries(
    readings.map(({ vm, settings }) => [
      vm,
      [...new Set(settings.map(({ name }) => name.split('.')[0] as string))]
        .filter((name) => !['cpu', 'memory', 'vm'].includes(name))
        .sort(),
    ]),
  );
}
