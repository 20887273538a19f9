import { type RunEvidenceId, runEvidenceIds, unavailable } from '../harness/core/evidence/envelope.ts';
import type { GuardResult } from '../harness/core/guard.ts';
import { type RunRecord, runRecordSchema, usualDataset } from '../harness/core/run-record.ts';
import { GIB } from '../harness/core/units.ts';
import type { Verdict } from '../harness/core/verdict.ts';
import { fixtureAudit } from './fixture/audit.ts';
import { fixtureClaims } from './fixture/claims.ts';
import { fixtureEvidence } from './fixture/evidence.ts';
import { fixtureVerdicts } from './fixture/verdicts.ts';

const spec: RunRecord['spec'] = {
  schemaVersion: 1,
  runId: '20251125-164000-l1-quick',
  harnessVersion: '0.1.0',
  commit: '3a7b959',
  level: 1,
  levelSource: 'document',
  sut: { kind: 'reference', image: 'capacity-vm:0123456789ab' },
  vms: [
    {
      name: 'app-1',
      roles: ['app', 'postgres', 'pgbouncer', 'redis', 'nginx', 'smtp'],
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
    id: 'store-day',
    actionsPerUserPerMinute: 3,
    requestsPerAction: 3,
    thinkMsPerRequest: 6_930,
    thinkDistribution: 'log-normal',
    personas: [
      { id: 'sales-associate', share: 0.6 },
      { id: 'telecaller', share: 0.3 },
      { id: 'store-manager', share: 0.1 },
    ],
    rpsPerUser: 0.1443,
  },
  requestTimeoutMs: 10_000,
  defect: null,
};

function guard(
  id: string,
  title: string,
  direction: GuardResult['direction'],
  seen: string,
  bound: string,
): GuardResult {
  return {
    ...{ id, title, direction, seen, bound },
    status: 'passed',
    repetition: 1,
    likelyCause: 'Other work on the same host.',
    nextStep: 'Stop other work and run again.',
    evidence: ['generator'],
  };
}

const guards: GuardResult[] = [
  guard(
    'schedule-slip',
    'The generator kept its schedule',
    'flatters',
    'p99 2.1 ms late',
    'p99 at most 5 ms',
  ),
  guard('users-alive', 'Every user stayed in the loop', 'flatters', '150 of 150', '150 of 150'),
  guard('limits-took-effect', 'Limits took effect in every VM', 'flatters', '6 of 6 match', '6 of 6'),
  guard('cpu-steal', 'The host kept its CPU', 'hurts', '0.2 % steal', 'at most 1 %'),
];

/** A valid run of Level 1 with realistic figures; `change` edits a deep copy before it is parsed. */
export function fixtureRecord(change: (record: RunRecord) => void = () => {}): RunRecord {
  const record: RunRecord = structuredClone({
    schemaVersion: 1,
    spec,
    startedAt: '2025-11-25T16:39:20.000Z',
    endedAt: '2025-11-25T16:41:12.000Z',
    judgedAt: '2025-11-25T16:41:13.000Z',
    valid: true,
    exitCode: 3,
    claims: fixtureClaims,
    verdicts: fixtureVerdicts,
    fingerprints: {},
    audit: fixtureAudit(),
    guards,
    warnings: [
      {
        id: 'small-host',
        seen: 'The host has 2 cores, the level lists 4 vCPU.',
        meaning: 'A pass still counts; a fail proves nothing about the document.',
        nextStep: 'Run on a host with at least 5 cores to be able to refute.',
      },
    ],
    repetitions: [{ index: 1, evidence: fixtureEvidence }],
    timings: [
      { step: 'start the topology', ms: 6_240 },
      { step: 'load the dataset', ms: 1_480 },
      { step: 'warm-up and window', ms: 61_300 },
    ],
  });
  change(record);
  return runRecordSchema.parse(record);
}

/** A run cut down to one claim per outcome, for expectations that show a whole output. */
export function shortRecord(change: (record: RunRecord) => void = () => {}): RunRecord {
  const kept = ['l1-users-150', 'l1-p95', 'l1-cache-hit', 'l1-email-1000'];
  return fixtureRecord((record) => {
    record.claims = record.claims.filter(({ id }) => kept.includes(id));
    record.verdicts = record.verdicts.filter(({ claimId }) => kept.includes(claimId));
    for (const verdict of record.verdicts) {
      if (verdict.claimId !== 'l1-p95') continue;
      verdict.outcome = 'refuted';
      verdict.basis = 'measured';
      verdict.marginRatio = -0.61;
      verdict.reason = 'p95 is above the limit with its whole interval.';
    }
    change(record);
  });
}

/** The same run with a guard that may flatter failed: nothing about the level can be concluded. */
export function invalidRecord(): RunRecord {
  return fixtureRecord((record) => {
    record.valid = false;
    record.exitCode = 2;
    Object.assign(record.guards[0] as GuardResult, { status: 'failed', seen: 'p99 48 ms late' });
    for (const verdict of record.verdicts) {
      if (verdict.basis !== null)
        leaveOpen(verdict, 'The run is invalid: the generator did not keep its schedule.');
    }
  });
}

/** A host so small that every load claim failed, which proves nothing. */
export function smallHostRecord(): RunRecord {
  return fixtureRecord((record) => {
    for (const verdict of record.verdicts) {
      if (verdict.basis !== null) leaveOpen(verdict, 'It failed on less hardware than the document lists.');
    }
  });
}

/** Both claims on users, and p95, refuted on hardware of the document's size. */
export function refutedRecord(): RunRecord {
  return fixtureRecord((record) => {
    record.exitCode = 1;
    for (const verdict of record.verdicts) {
      if (verdict.basis !== null) verdict.basis = 'measured';
      if (!/users|p95/.test(verdict.claimId)) continue;
      verdict.outcome = 'refuted';
      verdict.marginRatio = -0.61;
      verdict.reason = 'p95 is 640 ms to 805 ms, above the limit of 500 ms.';
    }
  });
}

/** A run whose collectors all fell silent, with no verdict at all. */
export function silentRecord(silent: readonly RunEvidenceId[] = runEvidenceIds): RunRecord {
  return fixtureRecord((record) => {
    record.verdicts = [];
    const evidence = record.repetitions[0]?.evidence;
    for (const id of silent) {
      if (evidence)
        Object.assign(evidence, { [id]: unavailable(id, 'fixture', `the ${id} collector gave nothing`) });
    }
  });
}

/** The usual run after the document's text has changed under some of its verdicts. */
export function staleRecord(...claimIds: string[]): RunRecord {
  return fixtureRecord((record) => {
    for (const verdict of record.verdicts)
      if (claimIds.includes(verdict.claimId))
        verdict.stale = 'the document has changed: line 512 has changed';
  });
}

function leaveOpen(verdict: Verdict, reason: string): void {
  verdict.outcome = 'inconclusive';
  verdict.reason = reason;
  verdict.settledBy = 'A run on a host of the document’s size.';
}
