import { messageOf } from '../core/errors.ts';
import type { EvidenceData, EvidenceSet } from '../core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../core/evidence/envelope.ts';
import type { GuardResult } from '../core/guard.ts';
import type { RunSpec } from '../core/run-record.ts';
import type { Guard } from './define-guard.ts';

/** Every guard on every repetition. A guard that lacks evidence or throws is `unavailable`, which counts as failed. */
export function checkGuards(
  guards: readonly Guard[],
  spec: RunSpec,
  repetitions: readonly EvidenceSet[],
): GuardResult[] {
  return repetitions.flatMap((set, index) =>
    guards.map((guard) => {
      const { id, title, direction, bound, likelyCause, nextStep } = guard;
      const found = findingOf(guard, spec, set);
      const evidence = [...guard.evidence];
      return {
        id,
        title,
        direction,
        ...found,
        repetition: index + 1,
        bound,
        likelyCause,
        nextStep,
        evidence,
      };
    }),
  );
}

function findingOf(guard: Guard, spec: RunSpec, set: EvidenceSet): Pick<GuardResult, 'status' | 'seen'> {
  const data: Partial<Record<RunEvidenceId, EvidenceData[RunEvidenceId]>> = {};
  for (const id of guard.evidence) {
    const evidence = set[id];
    if (evidence.status === 'unavailable')
      return { status: 'unavailable', seen: `no evidence of ${id}: ${evidence.reason}` };
    data[id] = evidence.data;
  }
  try {
    const { passed, seen } = guard.check(spec, data as EvidenceData);
    return { status: passed ? 'passed' : 'failed', seen };
  } catch (error) {
    return { status: 'unavailable', seen: `could not be checked: ${messageOf(error)}` };
  }
}

/** 'Schedule slip: 40 ms at the 99th percentile, allowed 5 ms (repetition 2)'. */
export function guardWords({ title, seen, bound, repetition }: GuardResult): string {
  return `${title}: ${seen}; wanted: ${bound} (repetition ${repetition})`;
}
