import { describe, expect, it } from 'vitest';
import type { EvidenceData, EvidenceSet } from '../core/evidence/catalogue.ts';
import { OUT_OF_MEMORY } from '../core/evidence/events.ts';
import { type RunSpec, usualDataset } from '../core/run-record.ts';
import { GIB } from '../core/units.ts';
import { checkGuards } from './check-guards.ts';
import { changed, healthy, onSmallHost, runSpec, WINDOW_FROM_MS, withLoss, without } from './fixture.ts';
import { healthyData } from './fixture-data.ts';
import { allGuards } from './fixture-discovered.ts';

const well = healthy();
const generator = (patch: Partial<EvidenceData['generator']>) => changed(well, 'generator', patch);
const samples = (patch: Partial<EvidenceData['samples']>) => changed(well, 'samples', patch);
const vms = (patch: Partial<EvidenceData['containers']['vms'][number]>) =>
  changed(well, 'containers', { vms: healthyData.containers.vms.map((vm) => ({ ...vm, ...patch })) });
const readings = healthyData.limits.readings;
const emptySlice = { requests: 0, errors: 0, p95Ms: null };

/** Runs that a guard must not let pass. One more guard needs one more row. */
const failing: Record<string, EvidenceSet[]> = {
  'schedule-slip': [generator({ slipP99Ms: 5.1 }), generator({ slipP50Ms: 2.1 })],
  'event-loop-delay': [generator({ loopDelayP99Ms: 10.1 })],
  'event-loop-utilisation': [generator({ loopUtilisation: 0.61 })],
  'generator-cpu': [generator({ cpuRatio: 0.71 })],
  'lost-users': [samples({ activeUsersAtEnd: 149 }), samples({ users: 149 }), generator({ droppedSends: 1 })],
  'offered-rate': [
    samples({ expectedRequests: 1100, expectedRequestsSd: 30 }),
    samples({ expectedRequests: 1500, expectedRequestsSd: 1e6 }),
    samples({ expectedRequests: 0 }),
  ],
  'complete-samples': [
    samples({ lostSamples: 1 }),
    samples({ batches: [emptySlice, ...Array(9).fill({ requests: 100, errors: 0, p95Ms: 180 })] }),
    samples({ windowToMs: 1_700_000_050_000 }),
    samples({ timeoutMs: 1000 }),
  ],
  calibration: [
    changed(well, 'calibration', { reachedRps: 42 }),
    changed(well, 'calibration', { slipP99Ms: 5.1 }),
    changed(well, 'calibration', { errors: 1 }),
    changed(well, 'calibration', { plannedRps: 5, reachedRps: 20 }),
  ],
  'limits-took-effect': [
    changed(well, 'limits', { readings: readings.filter((reading) => reading.when === 'before') }),
    changed(well, 'limits', { readings: readings.map((reading) => ({ ...reading, settings: [] })) }),
    changed(well, 'limits', {
      readings: readings.map((reading) => ({
        ...reading,
        settings: [{ name: 'cpu.quota', expected: '4', read: 'max', matches: reading.when === 'before' }],
      })),
    }),
    changed(well, 'topology', {
      vms: healthyData.topology.vms.map((vm) => ({ ...vm, granted: { vCpu: 8, memoryBytes: 8 * GIB } })),
    }),
  ],
  'vm-restarted': [
    vms({ restarted: true }),
    vms({ vm: 'another' }),
    changed(well, 'containers', { vms: [] }),
  ],
  'oom-killed': [vms({ oomKilled: true }), changed(well, 'containers', { vms: [] })],
  'dataset-certificate': [
    changed(well, 'dataset', { customers: 9_999 }),
    changed(well, 'dataset', { tenants: [] }),
    changed(well, 'dataset', {
      tenants: healthyData.dataset.tenants.map((tenant, i) => ({
        ...tenant,
        customers: i === 0 ? 10_000 : 0,
      })),
    }),
  ],
  'clock-jump': [generator({ clockJumpMs: 51 })],
  'telemetry-complete': [
    vms({ observations: 35 }),
    changed(well, 'postgres', { observations: 35 }),
    changed(well, 'redis', { observations: 35 }),
    changed(well, 'redis', { slotsCoveredMin: 10_922 }),
  ],
  'cpu-steal': [
    changed(well, 'host', { stealRatio: 0.011 }),
    changed(well, 'host', { stealWorst10s: 0.051 }),
  ],
  'noisy-host': [changed(well, 'host', { cpuRatio: 0.3 }), changed(well, 'containers', { vms: [] })],
  'shared-cores': [
    changed(well, 'topology', { hostVCpu: 4 }),
    changed(well, 'topology', { hostVCpu: 16, vmVCpu: 3 }),
    changed(well, 'topology', { vms: [] }),
  ],
  'lost-work': [
    withLoss(changed(well, 'topology', { hostVCpu: 2 }), { roles: ['replica'] }),
    withLoss(changed(well, 'topology', { hostVCpu: 5, vmVCpu: 2 }), { roles: ['monitoring', 'exporters'] }),
  ],
  'vm-lost': [withLoss(well), withLoss(well, { atMs: WINDOW_FROM_MS - 2000 })],
  'smaller-host': [onSmallHost(well), changed(well, 'topology', { vms: [] })],
};

const results = (set: EvidenceSet) => checkGuards(allGuards, runSpec(), [set]);
const hurting = ['cpu-steal', 'noisy-host', 'shared-cores', 'smaller-host', 'vm-lost'];

describe('guards', () => {
  it('every guard has runs that it must not let pass', () => {
    expect(Object.keys(failing).sort()).toEqual(allGuards.map((guard) => guard.id).sort());
  });

  it('all pass on a run that is well', () => {
    expect(results(well).filter((result) => result.status !== 'passed')).toEqual([]);
  });

  it('know their direction', () => {
    for (const guard of allGuards)
      expect([guard.id, guard.direction]).toEqual([
        guard.id,
        hurting.includes(guard.id) ? 'hurts' : 'flatters',
      ]);
  });

  for (const guard of allGuards) {
    it(`${guard.id} fails, with words for what was seen`, () => {
      for (const set of failing[guard.id] ?? []) {
        const result = results(set).find((one) => one.id === guard.id);
        expect(result?.status).toBe('failed');
        expect(result?.seen).not.toBe('');
      }
    });

    it(`${guard.id} is unavailable without its evidence`, () => {
      for (const id of guard.evidence) {
        const result = results(without(well, id)).find((one) => one.id === guard.id);
        expect(result?.status).toBe('unavailable');
        expect(result?.seen).toContain('lost its connection');
      }
    });
  }

  it('a VM that was lost is excused from what it cannot tell any more, one that is silent is not', () => {
    const unread = changed(well, 'limits', { readings: readings.filter(({ when }) => when === 'before') });
    const silent = changed(unread, 'containers', { vms: [] });
    const told = (set: EvidenceSet, id: string) => results(set).find((one) => one.id === id)?.status;
    for (const id of ['limits-took-effect', 'vm-restarted', 'oom-killed', 'telemetry-complete']) {
      expect([id, told(silent, id)]).toEqual([id, 'failed']);
      expect([id, told(withLoss(silent), id)]).toEqual([id, 'passed']);
      expect([id, told(withLoss(silent, { vm: 'another' }), id)]).toEqual([id, 'failed']);
    }
  });

  it('a VM that was lost keeps to what was read of it', () => {
    const failed = (set: EvidenceSet) =>
      results(set).flatMap(({ id, status }) => (status === 'failed' ? [id] : []));
    expect(failed(withLoss(changed(well, 'limits', { readings: [] })))).toContain('limits-took-effect');
    expect(failed(withLoss(vms({ restarted: true })))).toContain('vm-restarted');
    expect(failed(withLoss(well, { why: OUT_OF_MEMORY }))).toContain('oom-killed');
  });

  it('a NaN passes no threshold', () => {
    const nan = Number.NaN;
    const set = generator({
      slipP99Ms: nan,
      loopDelayP99Ms: nan,
      loopUtilisation: nan,
      cpuRatio: nan,
      clockJumpMs: nan,
    });
    const ofGenerator = results(set).filter((result) =>
      ['schedule-slip', 'event-loop-delay', 'event-loop-utilisation', 'generator-cpu', 'clock-jump'].includes(
        result.id,
      ),
    );
    expect(ofGenerator.map((result) => result.status)).toEqual(Array(5).fill('failed'));
  });

  it('the dataset is held to the planned shares and size', () => {
    const certified = (dataset: Partial<RunSpec['dataset']>, set = well) =>
      checkGuards(allGuards, runSpec({ dataset: { ...usualDataset, ...dataset } }), [set]).find(
        (one) => one.id === 'dataset-certificate',
      );
    const hot = changed(well, 'dataset', {
      tenants: healthyData.dataset.tenants.map((tenant, i) => ({
        ...tenant,
        customers: i === 0 ? 7_000 : 1_500,
      })),
    });
    expect(certified({ shares: [14, 3, 3] }, hot)).toMatchObject({ status: 'passed' });
    expect(certified({ shares: [14, 3, 3] })).toMatchObject({ status: 'failed' });
    expect(certified({}, hot)).toMatchObject({ status: 'failed' });
    const planned = { version: '1', rows: { orders: 12_000 } };
    const orders = {
      table: 'orders',
      bytes: 1,
      indexBytes: 1,
      tenantRows: [],
      perCustomer: null,
      digest: null,
    };
    const held = (rows: number) => changed(well, 'dataset', { tables: [{ ...orders, rows }] });
    expect(certified({ planned }, held(12_000))).toMatchObject({ status: 'passed' });
    expect(certified({ planned }, held(11_999))?.seen).toContain('11999 of 12000 rows of orders');
    expect(certified({ planned })).toMatchObject({ status: 'failed' });
    expect(certified({ planned: { ...planned, version: '2' } }, held(12_000))).toMatchObject({
      status: 'failed',
    });
    const thin = certified({ thinner: ['0 messages a customer instead of 20'] });
    expect(thin).toMatchObject({ status: 'failed' });
    expect(thin?.seen).toContain('0 messages a customer');
    expect(certified({ databaseBytes: GIB / 4 })).toMatchObject({ status: 'passed' });
    const small = certified({ databaseBytes: 15 * GIB });
    expect(small).toMatchObject({ status: 'failed' });
    expect(small?.seen).toContain('15 GB planned');
  });

  it('more requests than expected flatter nothing, but are said', () => {
    const result = results(samples({ expectedRequests: 800, expectedRequestsSd: 10 })).find(
      (one) => one.id === 'offered-rate',
    );
    expect(result).toMatchObject({ status: 'passed' });
    expect(result?.seen).toContain('more than chance explains');
  });

  it('speaks of each repetition', () => {
    const both = checkGuards(allGuards, runSpec(), [well, generator({ cpuRatio: 0.9 })]);
    expect(both.filter((one) => one.status === 'failed').map((one) => [one.id, one.repetition])).toEqual([
      ['generator-cpu', 2],
    ]);
  });
});
