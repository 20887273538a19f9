import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatBytes, groupDigits } from '../../harness/core/units.ts';
import type { Verdict } from '../../harness/core/verdict.ts';
import { basisWords, preliminaryMeans } from './words.ts';

/** How sure the headline is, a plain sentence each: its basis, its repetitions, what could have disturbed it. */
export function surenessOf(record: RunRecord, claimId: string | null): string[] {
  const verdict = record.verdicts.find((candidate) => candidate.claimId === claimId);
  if (!record.valid) return ['Not at all: a run with a failed guard shows nothing, neither for nor against.'];
  return [
    ...basisSentences(record, verdict),
    ...measurementSentences(record),
    ...programSentences(record),
    ...disturbances(record),
  ];
}

/** What was running: without it a reader takes the answer for one about their own program. */
function programSentences({ spec }: RunRecord): string[] {
  return spec.sut.kind === 'reference'
    ? ['The program under test was the reference CRM of this harness, not your own CRM, which may need more.']
    : [];
}

function basisSentences(record: RunRecord, verdict: Verdict | undefined): string[] {
  const said: string[] = [];
  if (!verdict) said.push('Nothing was judged that would answer this.');
  if (verdict?.stale != null)
    said.push('Not for the document as it is now: its text has changed since the verdict.');
  if (verdict?.basis === 'a-fortiori') said.push(aFortiori(record));
  else if (verdict?.basis) said.push(basisWords[verdict.basis].means);
  if (verdict?.preliminary) said.push(preliminaryMeans);
  return said;
}

/** The sentence with the figures of this host, where the topology was observed. */
function aFortiori(record: RunRecord): string {
  const topology = record.repetitions[0]?.evidence.topology;
  if (topology?.status !== 'observed') return basisWords['a-fortiori'].means;
  const { vms, hostVCpu, hostMemoryBytes } = topology.data;
  const sum = (of: (vm: (typeof vms)[number]) => number): number =>
    vms.reduce((total, vm) => total + of(vm), 0);
  // what the VMs were promised together may be more than there is
  const cores = `${Math.min(
    hostVCpu,
    sum((vm) => vm.granted.vCpu),
  )} of the document’s ${sum((vm) => vm.spec.vCpu)} vCPU`;
  const memory = `${formatBytes(
    Math.min(
      hostMemoryBytes,
      sum((vm) => vm.granted.memoryBytes),
    ),
  )} of its ${formatBytes(sum((vm) => vm.spec.memoryBytes))}`;
  return `${basisWords['a-fortiori'].means} Here: ${cores}, ${memory}.`;
}

function measurementSentences(record: RunRecord): string[] {
  const counts = record.repetitions.flatMap(({ evidence }) =>
    evidence.samples.status === 'observed' ? [evidence.samples.data.requests] : [],
  );
  if (counts.length === 0) return ['No requests were observed.'];
  const requests = groupDigits(counts.reduce((total, count) => total + count, 0));
  const { windowS } = record.spec.profile;
  if (counts.length === 1) return [`It rests on ${requests} requests in one window of ${windowS} s.`];
  return [`It rests on ${requests} requests in ${counts.length} windows of ${windowS} s.`];
}

function disturbances(record: RunRecord): string[] {
  const failed = record.guards.filter((guard) => guard.direction === 'hurts' && guard.status !== 'passed');
  if (failed.length === 0) return [];
  const titles = [...new Set(failed.map((guard) => `“${guard.title}”`))].join(', ');
  return [
    `Something disturbed the run (${titles}). It can only have made the result worse: passes stand, nothing is refuted.`,
  ];
}
