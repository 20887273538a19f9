import type { EvidenceSet } from '../core/evidence/catalogue.ts';
import type { RunSpec, Warning } from '../core/run-record.ts';
import { formatValue } from '../core/units.ts';
import { ASSUMED_RUN_SD } from '../stats/looks.ts';
import type { BasisFinding } from './basis.ts';
import { lossWords } from './lost-vms.ts';

/** A stand-in verifies only what was tested of it: here the infrastructure under a program of ours. */
const REFERENCE_CRM =
  'The program under test was the reference CRM of this harness, not the Django CRM of the document: the verdict is on the ' +
  'infrastructure under that program, and another program may need more of it.';

/** What stands under every verdict of the run: the workload, the hardware, and what the verdict is not about. */
export function runNotes(spec: RunSpec, repetitions: readonly EvidenceSet[], basis: BasisFinding): string[] {
  return [
    workloadNote(spec, repetitions),
    ...(spec.sut.kind === 'reference' ? [REFERENCE_CRM] : []),
    ...(basis.basis === 'a-fortiori'
      ? [`On less hardware than the level's: ${basis.smaller.join('; ')}.`]
      : []),
    ...(repetitions.length === 1
      ? [
          `One run cannot see how runs differ: intervals assume a run-to-run spread of ${ASSUMED_RUN_SD * 100} %.`,
        ]
      : []),
    ...runWarnings(spec, repetitions).map((warning) => warning.meaning),
  ];
}

/** Users in the words of METHOD.md s7, rule 9, with the request rate they come to. */
function workloadNote({ users, workload }: RunSpec, repetitions: readonly EvidenceSet[]): string {
  const { actionsPerUserPerMinute, requestsPerAction, thinkMsPerRequest, thinkDistribution } = workload;
  const round = (value: number) => Number(value.toPrecision(2));
  const rates = repetitions.flatMap(({ samples }) =>
    samples.status === 'observed' ? [samples.data.throughputRps] : [],
  );
  const seen =
    rates.length === 0
      ? 'not observed'
      : formatValue(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, 'rps');
  return (
    `${users} users; a user is one session with an action every ${round(60 / actionsPerUserPerMinute)} s or so, ` +
    `${round(requestsPerAction)} requests an action, ${round(thinkMsPerRequest / 1000)} s of pause per request ` +
    `(${thinkDistribution}): ${formatValue(users * workload.rpsPerUser, 'rps')} where answers are immediate, ${seen} seen.`
  );
}

/** Warnings that the specification itself calls for. */
export function runWarnings(spec: RunSpec, repetitions: readonly EvidenceSet[]): Warning[] {
  const warnings: Warning[] = [];
  if (spec.defect !== null)
    warnings.push({
      id: 'planted-defect',
      seen: `The defect '${spec.defect}' was planted in the reference CRM.`,
      meaning: `The defect '${spec.defect}' was planted on purpose: this is never about the document.`,
      nextStep: 'Run without the defect for a verdict on the document.',
    });
  if (spec.levelSource === 'custom' || repetitions.some(isCustom))
    warnings.push({
      id: 'custom-level',
      seen: `Level ${spec.level} was described by a file of the user's own.`,
      meaning: "This is not the document's level but a custom description.",
      nextStep: "Run with the project's own level file for a verdict on the document.",
    });
  const lost = repetitions.flatMap(lossesOf);
  if (lost.length > 0)
    warnings.push({
      id: 'vm-lost',
      seen: `${lost.join('. ')}.`,
      meaning: `${lost.join('. ')}. What was measured after that is a level with less: it holds with all VMs if it held so; a failure may come of the loss, and what nobody took over was not tested.`,
      nextStep: "Read the VM's last log lines in the run folder, and run again.",
    });
  const idle = spec.vms.filter(({ roles }) => roles.some((role) => notAsked.has(role)));
  if (idle.length > 0)
    warnings.push({
      id: 'idle-vm',
      seen: `VM ${idle.map(({ name }) => name).join(', ')} was there and was asked for nothing.`,
      meaning: `The VM ${idle.map(({ name }) => name).join(', ')} stood idle, for no message or call was part of the traffic: the verdict is on the other VMs of the level.`,
      nextStep: 'Read the verdict as one on application, database and cache.',
    });
  const limited = limitedBy(repetitions);
  if (limited > 0)
    warnings.push({
      id: 'rate-limited',
      seen: `Nginx refused ${limited} requests as a flood from one address.`,
      meaning: `${limited} of the failed requests were refused by the rate limit of Nginx, for all users came from one address.`,
      nextStep: 'Run fewer users, or raise NGINX_API_RATE in harness/vm/sizing.sh.',
    });
  if (spec.level >= 4 && !spec.vms.some(({ roles }) => roles.includes('storage')))
    warnings.push({
      id: 'no-object-storage',
      seen: `The object storage that Level ${spec.level} lists was not there.`,
      meaning: `The object storage of Level ${spec.level} was left out: no backup was written while users worked.`,
      nextStep: 'Read the verdict as one on an hour without a backup.',
    });
  return warnings;
}

/** Requests that Nginx refused as a flood: the generator has one address, as a store's staff have. */
function limitedBy(repetitions: readonly EvidenceSet[]): number {
  return repetitions
    .flatMap(({ nginx }) => (nginx?.status === 'observed' ? nginx.data.servers : []))
    .reduce((sum, { limited }) => sum + limited, 0);
}

/** Roles that no traffic of users asks for anything: messages and calls. */
const notAsked: ReadonlySet<string> = new Set(['waha', 'telephony']);

/** In words, each VM that the level went on without. */
function lossesOf({ events, samples }: EvidenceSet, index: number, all: readonly EvidenceSet[]): string[] {
  if (events.status !== 'observed') return [];
  const within = samples.status === 'observed' ? samples.data : null;
  const where = all.length > 1 ? `In repetition ${index + 1}: ` : '';
  return events.data.events.map((lost) => `${where}${lossWords(lost, within)}`);
}

function isCustom({ topology }: EvidenceSet): boolean {
  return topology.status === 'observed' && topology.data.levelSource === 'custom';
}
