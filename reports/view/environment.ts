import { ExitCode } from '../../harness/core/exit-codes.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatBytes, formatValue, groupDigits } from '../../harness/core/units.ts';
import { timeText } from './figures.ts';
import { exitWords } from './words.ts';

export interface Fact {
  label: string;
  value: string;
}

/** Where and when the run was made, with the versions of all that took part. */
export function environmentOf(record: RunRecord): Fact[] {
  const { spec } = record;
  const evidence = record.repetitions[0]?.evidence;
  const facts: [string, string | null | undefined][] = [
    ['Run', spec.runId],
    ['Harness', spec.commit === null ? spec.harnessVersion : `${spec.harnessVersion}, commit ${spec.commit}`],
    ['Started', timeText(record.startedAt)],
    ['Ended', timeText(record.endedAt)],
    ['Judged', timeText(record.judgedAt)],
    ['Exit code', exitText(record.exitCode)],
    ...hostFacts(evidence?.host),
    ['VM image', evidence?.topology.status === 'observed' ? evidence.topology.data.image : null],
    ['PostgreSQL', evidence?.postgres.status === 'observed' ? evidence.postgres.data.version : null],
    ['Redis', evidence?.redis.status === 'observed' ? evidence.redis.data.version : null],
    ['Load engine', evidence?.samples.status === 'observed' ? evidence.samples.data.engine : null],
  ];
  return facts.map(([label, value]) => ({ label, value: value ?? 'not observed' }));
}

type Host = RunRecord['repetitions'][number]['evidence']['host'] | undefined;

function hostFacts(host: Host): [string, string][] {
  if (host?.status !== 'observed')
    return [['Host', `not observed: ${host?.reason ?? 'the run holds no repetition'}`]];
  const { data } = host;
  const memory = `${formatBytes(data.memoryBytes)}, at least ${formatBytes(data.memoryAvailableMinBytes)} free`;
  return [
    [
      'Host CPU',
      `${data.cpuModel}, ${groupDigits(data.cores)} cores, ${formatValue(data.cpuRatio, 'ratio')} busy`,
    ],
    [
      'CPU steal',
      `${formatValue(data.stealRatio, 'ratio')}, worst 10 s ${formatValue(data.stealWorst10s, 'ratio')}`,
    ],
    ['Host memory', memory],
    ['Kernel', data.kernel],
    ['Container engine', data.containerEngine],
  ];
}

function exitText(code: number): string {
  const known = Object.values(ExitCode).find((candidate) => candidate === code);
  return known === undefined ? String(code) : `${code}: ${exitWords[known]}`;
}
