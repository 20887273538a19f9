import type { EvidenceData, EvidenceSet } from '../core/evidence/catalogue.ts';
import { type RunEvidenceId, unavailable } from '../core/evidence/envelope.ts';
import type { LostVm } from '../core/evidence/events.ts';
import type { Histogram, SamplesData } from '../core/evidence/samples.ts';
import { type RunSpec, usualDataset } from '../core/run-record.ts';
import { GIB } from '../core/units.ts';
import { mergeHistograms, quantileOf } from '../stats/histogram.ts';
import { normalQuantile } from '../stats/quantiles.ts';
import { healthyData } from './fixture-data.ts';

// Made-up evidence of a run that is well, for tests: Level 1 at its full size on a host of 8 cores, all limits kept.

export const WINDOW_FROM_MS = 1_700_000_015_000;
/** Standard deviation of ln latency. */
const LATENCY_SD = 0.5;

/** A specification of Level 1 with 150 users and 10,000 customers, quick profile unless told otherwise. */
export function runSpec(more: Partial<RunSpec> = {}): RunSpec {
  return {
    schemaVersion: 1,
    runId: 'fixture',
    harnessVersion: '0.1.0',
    commit: null,
    level: 1,
    levelSource: 'document',
    sut: { kind: 'reference', image: 'capacity-vm:fixture' },
    vms: [
      {
        name: 'app-1',
        roles: ['app', 'postgres', 'redis'],
        vCpu: 4,
        memoryBytes: 8 * GIB,
        diskBytes: 100 * GIB,
      },
    ],
    profile: { id: 'quick', warmUpS: 15, windowS: 45, repetitions: 1, maxRepetitions: 1 },
    users: 150,
    customers: 10_000,
    seed: 1,
    dataset: usualDataset,
    workload: {
      id: 'crm',
      actionsPerUserPerMinute: 3,
      requestsPerAction: 3,
      thinkMsPerRequest: 20_000 / 3,
      thinkDistribution: 'log-normal',
      personas: [{ id: 'sales-associate', share: 1 }],
      rpsPerUser: 0.15,
    },
    requestTimeoutMs: 10_000,
    defect: null,
    ...more,
  };
}

/** The specification with the standard profile, which looks after 5 and after 10 repetitions. */
export function standardSpec(more: Partial<RunSpec> = {}): RunSpec {
  return runSpec({
    profile: { id: 'standard', warmUpS: 60, windowS: 45, repetitions: 5, maxRepetitions: 10 },
    ...more,
  });
}

/** What samples are made of. */
export interface SampleShape {
  /** A multiple of ten, so that the slices are alike. */
  requests: number;
  errors: number;
  /** 95th percentile of the successes, log-normal. */
  p95Ms: number;
  users: number;
  wrongTenant: number;
}

/** Samples that agree with themselves: errors spread over the slices and standing at the timeout. */
function samplesOf(shape: Partial<SampleShape> = {}): SamplesData {
  const { requests, errors, p95Ms, users, wrongTenant } = {
    requests: 1000,
    errors: 0,
    p95Ms: 180,
    users: 150,
    wrongTenant: 0,
    ...shape,
  };
  const slices = Array.from({ length: 10 }, (_, slice) => sliceOf({ slice, requests, errors, p95Ms }));
  const failed = errors - wrongTenant;
  const worstCaseHistogram = mergeHistograms(slices.map((one) => one.histogram));
  return {
    engine: 'node',
    loadFromMs: WINDOW_FROM_MS - 15_000,
    windowFromMs: WINDOW_FROM_MS,
    windowToMs: WINDOW_FROM_MS + 45_000,
    users,
    timeoutMs: 10_000,
    requests,
    errors,
    wrongTenant,
    byOutcome: { ok: requests - errors, 'wrong-status': failed, 'wrong-tenant': wrongTenant },
    successLatency: null,
    worstCaseLatency: null,
    worstCaseHistogram,
    batches: slices.map((slice) => slice.batch),
    seconds: [],
    endpoints: [],
    personas: [],
    throughputRps: requests / 45,
    meanLatencyMs: 100,
    meanThinkMs: 6650,
    expectedRequests: requests,
    expectedRequestsSd: 30,
    activeUsersAtEnd: users,
    lostSamples: 0,
  };
}

/** Every tenth latency of the distribution, from the slice's own place on, with its share of the errors. */
function sliceOf(of: { slice: number; requests: number; errors: number; p95Ms: number }) {
  const { slice, requests, errors, p95Ms } = of;
  const own = (count: number) => Math.floor(count / 10) + (slice < count % 10 ? 1 : 0);
  const [all, failed] = [own(requests), own(errors)];
  const medianLn = Math.log(p95Ms * 1000) - LATENCY_SD * normalQuantile(0.95);
  const latencies: Histogram = Array.from({ length: all - failed }, (_, rank) => {
    const share = (rank + (slice + 0.5) / 10) / (all - failed);
    return [Math.round(Math.exp(medianLn + LATENCY_SD * normalQuantile(share))), 1];
  });
  const atTimeout: Histogram = failed > 0 ? [[10_000_000, failed]] : [];
  const histogram = mergeHistograms([latencies, atTimeout]);
  const p95Us = quantileOf(histogram, 0.95);
  return {
    histogram,
    batch: { requests: all, errors: failed, p95Ms: p95Us === null ? null : p95Us / 1000 },
  };
}

/** A whole evidence set of a run that is well. Utilisations leave room for the quick profile's wide intervals. */
export function healthy(shape: Partial<SampleShape> = {}): EvidenceSet {
  return {
    samples: observed('samples', samplesOf(shape)),
    generator: observed('generator', healthyData.generator),
    calibration: observed('calibration', healthyData.calibration),
    containers: observed('containers', healthyData.containers),
    postgres: observed('postgres', healthyData.postgres),
    redis: observed('redis', healthyData.redis),
    host: observed('host', healthyData.host),
    limits: observed('limits', healthyData.limits),
    topology: observed('topology', healthyData.topology),
    dataset: observed('dataset', healthyData.dataset),
    events: observed('events', { events: [] }),
  };
}

/** Repetitions that differ as runs do, by a few per cent. */
export function repetitions(count: number, shape: Partial<SampleShape> = {}): EvidenceSet[] {
  const factors = [1, 0.97, 1.02, 1.03, 0.98];
  return Array.from({ length: count }, (_, i) =>
    healthy({ ...shape, p95Ms: (shape.p95Ms ?? 180) * (factors[i % factors.length] as number) }),
  );
}

/** The set with some fields of one kind of evidence replaced. */
export function changed<Id extends RunEvidenceId>(
  set: EvidenceSet,
  id: Id,
  patch: Partial<EvidenceData[Id]>,
): EvidenceSet {
  const given = set[id];
  if (given.status === 'unavailable') throw new Error(`${id} is unavailable and cannot be changed`);
  return { ...set, [id]: { ...given, data: { ...given.data, ...patch } } };
}

/** The set with one kind of evidence missing. */
export function without(set: EvidenceSet, id: RunEvidenceId, reason = 'the collector lost its connection') {
  return { ...set, [id]: unavailable(id, 'fixture', reason) } as EvidenceSet;
}

/** The set of a run in which the level's VM ended 12 s into the window, and something else carried on. */
export function withLoss(set: EvidenceSet, lost: Partial<LostVm> = {}): EvidenceSet {
  const usual: LostVm = {
    ...{ atMs: WINDOW_FROM_MS + 12_000, kind: 'vm-lost', vm: 'app-1', roles: ['app', 'nginx'] },
    ...{ why: 'exit 137', carriedBy: 'app-2 carries on' },
  };
  const event = { ...usual, ...lost };
  const { vm, roles } = event;
  if (set.topology.status === 'unavailable' || set.limits.status === 'unavailable')
    throw new Error('a loss needs a level that was started and read');
  const vms = set.topology.data.vms.map((one) => (one.vm === vm ? { ...one, roles } : one));
  const readings = set.limits.data.readings.filter(
    (reading) => reading.vm !== vm || reading.when === 'before',
  );
  return changed(changed(changed(set, 'topology', { vms }), 'limits', { readings }), 'events', {
    events: [event],
  });
}

/** The set as a host smaller than the level gives it: 2 of 4 vCPU, on 2 cores that the generator shares. */
export function onSmallHost(set: EvidenceSet): EvidenceSet {
  const [vm] = healthyData.topology.vms;
  if (vm === undefined) throw new Error('the fixture has a VM');
  const granted = { vCpu: 2, memoryBytes: 4 * GIB };
  return changed(set, 'topology', { hostVCpu: 2, hostMemoryBytes: 4 * GIB, vms: [{ ...vm, granted }] });
}

function observed<Id extends RunEvidenceId>(id: Id, data: EvidenceData[Id]) {
  const envelope = { id, schemaVersion: 1, source: 'fixture', status: 'observed' } as const;
  return { ...envelope, fromMs: WINDOW_FROM_MS, toMs: WINDOW_FROM_MS + 45_000, data };
}
