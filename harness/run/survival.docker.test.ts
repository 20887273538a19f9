import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceData } from '../core/evidence/catalogue.ts';
import type { EvidenceId } from '../core/evidence/envelope.ts';
import type { RunRecord } from '../core/run-record.ts';
import { createCleanUp } from '../host/cleanup.ts';
import { builtVmImage } from '../host/environment.ts';
import { createOutput } from '../host/output.ts';
import type { LoadEngine } from '../load/engine.ts';
import { nodeEngine } from '../load/node/engine.ts';
import { connectEngine } from '../topology/engine.ts';
import { findRuns } from '../topology/leftovers.ts';
import { parseLevelFile } from '../topology/level-file.ts';
import { runFolder } from './run-folder.ts';
import { decideSpec } from './spec.ts';
import { verify } from './verify.ts';

/** Level 4 as far as a user's request goes, each VM of 1 vCPU and 1 GB. */
const service = (name: string, roles: string, environment: string[] = [], ports: string[] = []) => `
  ${name}:
    labels:
      capacity.level: "4"
      capacity.vm: ${name}
      capacity.roles: "${roles}"
      capacity.vcpu: "1"
      capacity.memory: 1GB
      capacity.disk: 10GB
    environment: { ${environment.join(', ')} }
    ports: [${ports.map((port) => `"${port}"`).join(', ')}]`;
const behind = ['DB_HOST: db', 'REDIS_HOST: redis', 'REPLICA_HOSTS: replica', 'NGINX_BEHIND_BALANCER: "1"'];
const text = `services:${[
  service('app-1', 'app nginx smtp', behind),
  service('app-2', 'app nginx', [...behind, 'SMTP_HOST: app-1']),
  service('balancer', 'haproxy', ['APP_HOSTS: app-1 app-2'], ['443']),
  service('db', 'postgres pgbouncer', [], ['5432']),
  service('replica', 'replica pgbouncer', ['PRIMARY_HOST: db'], ['5432']),
  service('redis', 'redis', [], ['6379']),
].join('')}\n`;

const USERS = 20;
const runs = mkdtempSync(join(tmpdir(), 'capacity-survival-'));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

/** Pauses of the users: shorter than usual, so that some request is under way when a VM ends. */
const THINK_SCALE = 0.3;
/** When a VM ends: seconds that are left of the window then. */
const LEFT_S = 10;

/** The usual engine; `act` happens once, about ten seconds before the window's end. */
function during(act: () => Promise<void>): LoadEngine {
  let acted = false;
  return {
    id: nodeEngine.id,
    run: (plan, on) =>
      nodeEngine.run(plan.traffic === 'crm' ? { ...plan, thinkScale: plan.thinkScale * THINK_SCALE } : plan, {
        ...on,
        progress(progress) {
          const late = progress.phase === 'window' && (progress.secondsLeft ?? 99) <= LEFT_S;
          if (plan.traffic === 'crm' && late && !acted) {
            acted = true;
            void act();
          }
          on.progress(progress);
        },
      }),
  };
}

async function run(kill: string[]) {
  const image = builtVmImage();
  if (image === null) throw new Error('the VM image is not built: npm run setup');
  const level = parseLevelFile(text, 4, { source: 'custom', variables: { CAPACITY_VM_IMAGE: image } });
  const profile = { id: 'quick', warmUpS: 4, windowS: 15, repetitions: 1, maxRepetitions: 1 } as const;
  const spec = decideSpec({ level, profile, users: USERS, customers: 1000, seed: 5, defect: null });
  const { docker } = await connectEngine();
  const load = during(async () => {
    for (const vm of kill) await docker.getContainer(`capacity-${spec.runId}-${vm}`).kill();
  });
  const cleanUp = createCleanUp();
  const environment = { interactive: false, colour: false, ci: true, dsn: null, document: null };
  const warned: string[] = [];
  const output = {
    ...createOutput({ ...environment, columns: 100 }),
    warn: (line: string) => void warned.push(line),
  };
  const folder = runFolder(join(runs, spec.runId));
  try {
    const signal = new AbortController().signal;
    const { record } = await verify({ spec, level, runs }, { load, output, cleanUp, signal });
    return { record, folder, warned };
  } finally {
    await cleanUp.run();
    expect((await findRuns(docker)).filter(({ runId }) => runId === spec.runId)).toEqual([]);
  }
}

function observed<Id extends EvidenceId>(record: RunRecord, id: Id): EvidenceData[Id] {
  const evidence = record.repetitions[0]?.evidence[id];
  if (evidence?.status !== 'observed') throw new Error(`${id}: ${evidence?.reason}`);
  return evidence.data as EvidenceData[Id];
}

/** Guards that look at each VM: a loss that is known must not fail them, whatever else the host is busy with. */
const ofVms = ['limits-took-effect', 'vm-restarted', 'oom-killed', 'telemetry-complete', 'lost-users'];
const flattered = (record: RunRecord) =>
  record.guards
    .filter(({ id, status }) => ofVms.includes(id) && status !== 'passed')
    .map(({ id, seen }) => `${id}: ${seen}`);

describe('a VM that dies while users work', () => {
  it('an application VM: the other one carries on, and the run comes to its end', async () => {
    const { record, folder, warned } = await run(['app-2']);
    expect(flattered(record)).toEqual([]);
    const { events } = observed(record, 'events');
    expect(events).toMatchObject([
      { kind: 'vm-lost', vm: 'app-2', why: 'exit 137', carriedBy: 'app-1 carries on' },
    ]);
    expect(warned.join('\n')).toContain('VM app-2 was lost (exit 137); the run goes on: app-1 carries on');
    const samples = observed(record, 'samples');
    const lostAt = events[0]?.atMs ?? 0;
    expect(lostAt).toBeGreaterThan(samples.windowFromMs);
    const afterwards = samples.seconds.filter(({ t }) => samples.loadFromMs + t * 1000 > lostAt + 3000);
    const late = afterwards.reduce((sum, second) => sum + second.requests, 0);
    const lateErrors = afterwards.reduce((sum, second) => sum + second.errors, 0);
    console.info(
      `${samples.requests} requests, ${samples.errors} failed; 3 s later ${lateErrors} of ${late}`,
    );
    expect(late).toBeGreaterThan(5);
    expect(lateErrors).toBe(0);
    // whoever was on it noticed, or was asked again elsewhere: in any case each request is counted
    expect(samples.errors).toBeLessThan(samples.requests / 4);

    const { vms } = observed(record, 'containers');
    console.info(
      vms.map((vm) => `${vm.vm} ${Math.round(vm.memoryMaxBytes / 2 ** 20)} MB ${vm.observations}`).join(', '),
    );
    const own = Object.fromEntries(vms.map((vm) => [vm.vm, vm.observations]));
    expect(own['app-1']).toBeGreaterThan(12);
    expect(own['app-2']).toBeGreaterThan(2);
    expect(own['app-2']).toBeLessThan((own['app-1'] as number) - 5);
    const { readings } = observed(record, 'limits');
    expect(readings.filter(({ vm }) => vm === 'app-2').map(({ when }) => when)).toEqual(['before']);
    expect(existsSync(folder.repetition(1).log('app-2'))).toBe(true);

    const words = /VM app-2 was lost \d+ s into the window \(exit 137\); app-1 carries on\./;
    for (const verdict of record.verdicts) expect(verdict.notes.join('\n')).toMatch(words);
    expect(record.warnings.map(({ id }) => id)).toContain('vm-lost');
    const lost = record.guards.find(({ id }) => id === 'vm-lost');
    expect(lost).toMatchObject({ status: 'failed', direction: 'hurts' });
    expect(record.verdicts.map(({ outcome }) => outcome)).not.toContain('refuted');
  });

  it('the replica: its reads go to the primary, and the figures of the database stay whole', async () => {
    const { record } = await run(['replica']);
    expect(flattered(record)).toEqual([]);
    expect(observed(record, 'events').events).toMatchObject([{ vm: 'replica', carriedBy: 'reads go to db' }]);
    const samples = observed(record, 'samples');
    const postgres = observed(record, 'postgres');
    console.info(`${samples.requests} requests, ${samples.errors} failed; ${postgres.observations} readings`);
    expect(samples.errors).toBeLessThan(samples.requests / 10);
    expect(postgres.calls).toBeGreaterThan(20);
  });

  it('both application VMs: that is too many, and the run ends', async () => {
    const error = await run(['app-1', 'app-2']).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'vm-died', exitCode: 2 });
    expect(error.message).toContain('no other VM serves the CRM');
    expect(error.detail.length).toBeGreaterThan(20);
    const status = JSON.parse(readFileSync(join(runs, newest(runs), 'status.json'), 'utf8'));
    expect(status.state).toBe('failed');
  });
});

/** Name of the run folder that was written last. */
function newest(folder: string): string {
  return (
    readdirSync(folder)
      .sort((a, b) => statSync(join(folder, a)).mtimeMs - statSync(join(folder, b)).mtimeMs)
      .at(-1) ?? ''
  );
}
