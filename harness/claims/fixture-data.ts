import type { EvidenceData } from '../core/evidence/catalogue.ts';
import { tenants } from '../core/level.ts';
import { GIB } from '../core/units.ts';

// The made-up evidence of `fixture.ts`, one constant a kind. Utilisations leave room for the wide intervals of one run.

const generator: EvidenceData['generator'] = {
  engine: 'node',
  slipP50Ms: 0.4,
  slipP99Ms: 1.5,
  slipMaxMs: 4,
  loopDelayP99Ms: 2,
  loopUtilisation: 0.1,
  cpuRatio: 0.12,
  cpuMsPerRequest: 0.6,
  droppedSends: 0,
  maxResidentBytes: 120e6,
  clockJumpMs: 0.3,
  seconds: [],
};

const calibration: EvidenceData['calibration'] = {
  engine: 'node',
  plannedRps: 22.5,
  askedRps: 100,
  reachedRps: 99,
  slipP99Ms: 1.2,
  p95Ms: 2,
  errors: 0,
};

const containers: EvidenceData['containers'] = {
  vms: [
    {
      vm: 'app-1',
      grantedVCpu: 4,
      memoryLimitBytes: 8 * GIB,
      cpuSeconds: 36,
      cpuRatio: 0.2,
      cpuRatioWorst10s: 0.25,
      throttledRatio: 0,
      memoryMaxBytes: 3 * GIB,
      cpuRatioBatches: [0.2, 0.21, 0.19, 0.2, 0.2, 0.22, 0.18, 0.2, 0.2, 0.2],
      observations: 45,
      restarted: false,
      oomKilled: false,
      seconds: [],
    },
  ],
};

const postgres: EvidenceData['postgres'] = {
  version: '15.8',
  calls: 3000,
  totalExecMs: 12_000,
  meanExecMs: 4,
  slowest: [],
  meanExecMsBatches: [4, 4.1, 3.9, 4, 4.2, 3.8, 4, 4, 4.1, 3.9],
  maxConnections: 100,
  connectionsMax: 25,
  bufferHitRatio: 0.99,
  databaseBytes: GIB / 4,
  commits: 1000,
  rollbacks: 0,
  deadlocks: 0,
  observations: 45,
  seconds: [],
};

const redis: EvidenceData['redis'] = {
  version: '7.0.15',
  hits: 1900,
  misses: 100,
  hitRatio: 0.95,
  batches: Array.from({ length: 10 }, (): [number, number] => [190, 10]),
  usedMemoryMaxBytes: 20e6,
  maxMemoryBytes: GIB,
  evictedKeys: 0,
  appendOnly: true,
  slotsCoveredMin: null,
  nodes: [],
  observations: 45,
  seconds: [],
};

const host: EvidenceData['host'] = {
  cpuModel: 'fixture',
  cores: 8,
  memoryBytes: 16 * GIB,
  kernel: '6.1',
  containerEngine: 'Docker 20.10',
  cpuRatio: 0.2,
  stealRatio: 0,
  stealWorst10s: 0,
  memoryAvailableMinBytes: 8 * GIB,
  observations: 45,
  seconds: [],
};

const quota = { name: 'cpu.quota', expected: '4', read: '4', matches: true };
const limits: EvidenceData['limits'] = {
  readings: (['before', 'after'] as const).map((when) => ({ vm: 'app-1', when, settings: [quota] })),
};

const vmSize = { vCpu: 4, memoryBytes: 8 * GIB };
const topology: EvidenceData['topology'] = {
  level: 1,
  levelSource: 'document',
  image: 'fixture',
  startedInMs: 9000,
  hostVCpu: 8,
  hostMemoryBytes: 16 * GIB,
  vms: [
    {
      vm: 'app-1',
      roles: ['app', 'postgres', 'redis'],
      spec: { ...vmSize, diskBytes: 100 * GIB },
      granted: vmSize,
    },
  ],
};

const dataset: EvidenceData['dataset'] = {
  version: '1',
  seed: 1,
  anchoredOn: '2025-01-31',
  customers: 10_000,
  rows: 200_000,
  tables: [],
  tenants: tenants.map((tenant, i) => ({ tenant, customers: i === 0 ? 3334 : 3333, staff: 50 })),
  databaseBytes: GIB / 4,
  schemaDigest: null,
  digest: '0'.repeat(64),
  durationMs: 4000,
  reused: null,
};

/** All but the samples, which each test shapes. */
export const healthyData = {
  generator,
  calibration,
  containers,
  postgres,
  redis,
  host,
  limits,
  topology,
  dataset,
};
