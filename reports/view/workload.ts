import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatValue, groupDigits } from '../../harness/core/units.ts';
import { durationText } from './figures.ts';

export interface WorkloadView {
  /** What `users` means here, in one sentence: the document does not say. */
  sentence: string;
  /** The same as a rate. */
  rate: string;
  personas: { id: string; share: string }[];
  facts: string;
}

/** The workload that stands behind every figure of users, in words. */
export function workloadOf(record: RunRecord): WorkloadView {
  const { spec } = record;
  const { workload, profile } = spec;
  const users = groupDigits(spec.users);
  return {
    sentence:
      `${users} users means ${users} people logged in at once, each of whom acts ${figure(workload.actionsPerUserPerMinute)} times a minute ` +
      `with ${figure(workload.requestsPerAction)} requests an action, pausing ${durationText(workload.thinkMsPerRequest)} ` +
      `per request on average (${workload.thinkDistribution}).`,
    rate:
      `As a rate: ${formatValue(workload.rpsPerUser, 'rps')} per user, ` +
      `${formatValue(workload.rpsPerUser * spec.users, 'rps')} together if answers took no time.`,
    personas: workload.personas.map(({ id, share }) => ({ id, share: formatValue(share, 'ratio') })),
    facts:
      `Workload “${workload.id}”, profile ${profile.id}: ${profile.warmUpS} s of warm-up, then a window of ${profile.windowS} s that is judged, ` +
      `${profile.repetitions === 1 ? 'once' : `${profile.repetitions} to ${profile.maxRepetitions} times`}. ` +
      `${groupDigits(spec.customers)} customers, seed ${spec.seed}. A request that takes longer than ${durationText(spec.requestTimeoutMs)} is an error.`,
  };
}

const figure = (value: number): string => groupDigits(Number(value.toPrecision(2)));
