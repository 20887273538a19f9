import type { z } from 'zod';
import type { Claim, Comparator } from '../core/claim.ts';
import type { EvidenceData } from '../core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../core/evidence/envelope.ts';
import type { RunSpec } from '../core/run-record.ts';
import type { Unit } from '../core/units.ts';
import type { Ruling } from './ruling.ts';

/** What a judge is asked: the claim, its own parameters as parsed, and what was decided before the run. */
interface Question<Params> {
  claim: Claim;
  params: Params;
  spec: RunSpec;
}

/** The declared evidence of every repetition, in order. Nothing else is handed over, so a declaration cannot lie. */
export type Declared<Ids extends RunEvidenceId> = { [Id in Ids]: EvidenceData[Id][] };

/** A kind of claim and the pure judge that rules on it. */
export interface Kind<Ids extends RunEvidenceId = RunEvidenceId, Params extends z.ZodType = z.ZodType> {
  /** Name of the file; `kind` of the claims. */
  kind: string;
  /**
   * A `speed` claim depends on the hardware: less of it proves no failure, more of it proves nothing.
   * A `correctness` claim is about what the system does on any hardware.
   */
  about: 'speed' | 'correctness';
  /** The unit and comparators that a claim of this kind may have. */
  unit: Unit;
  comparators: readonly Comparator[];
  requires: readonly Ids[];
  params: Params;
  /** Pure. May throw on evidence it cannot use: the claim is then inconclusive with the message. */
  judge(question: Question<z.infer<Params>>, evidence: Declared<Ids>): Ruling;
}

/** Identity; carries the types from `requires` and `params` into `judge`. */
export function defineKind<const Ids extends RunEvidenceId, Params extends z.ZodType>(
  kind: Kind<Ids, Params>,
): Kind<Ids, Params> {
  return kind;
}
