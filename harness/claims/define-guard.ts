import type { EvidenceData } from '../core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../core/evidence/envelope.ts';
import type { RunSpec } from '../core/run-record.ts';

/** What a guard found in one repetition. `seen` names the figures, for a reader. */
interface Finding {
  passed: boolean;
  seen: string;
}

/** A pure check on the run itself. */
export interface Guard<Ids extends RunEvidenceId = RunEvidenceId> {
  /** Name of the file. */
  id: string;
  title: string;
  /** Which way a failure bends the result: `flatters` invalidates the run, `hurts` forbids a refutation. */
  direction: 'flatters' | 'hurts';
  evidence: readonly Ids[];
  /** The threshold, for a reader. */
  bound: string;
  likelyCause: string;
  nextStep: string;
  /** Pure. A throw counts as `unavailable`, which counts as failed. */
  check(spec: RunSpec, evidence: { [Id in Ids]: EvidenceData[Id] }): Finding;
}

/** Identity; carries the types from `evidence` into `check`. */
export function defineGuard<const Ids extends RunEvidenceId>(guard: Guard<Ids>): Guard<Ids> {
  return guard;
}
