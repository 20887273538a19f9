import type { Claim } from '../core/claim.ts';
import { messageOf } from '../core/errors.ts';
import type { EvidenceData, EvidenceSet } from '../core/evidence/catalogue.ts';
import type { RunEvidenceId } from '../core/evidence/envelope.ts';
import { ExitCode } from '../core/exit-codes.ts';
import type { GuardResult } from '../core/guard.ts';
import type { Profile, RunSpec, Warning } from '../core/run-record.ts';
import type { Verdict } from '../core/verdict.ts';
import { FIRST_LOOK, SECOND_LOOK } from '../stats/looks.ts';
import { basisOf } from './basis.ts';
import { checkGuards, guardWords } from './check-guards.ts';
import { type Circumstances, conclude } from './conclude.ts';
import type { Guard } from './define-guard.ts';
import type { Declared, Kind } from './define-kind.ts';
import { misfit } from './definitions.ts';
import type { LevelSize } from './document-levels.ts';
import { runNotes, runWarnings } from './notes.ts';
import { inconclusive, notTested, type Ruling } from './ruling.ts';
import { screened } from './screen.ts';

export interface Judgement {
  /** Whether every flattering guard passed in every repetition. */
  valid: boolean;
  verdicts: Verdict[];
  guards: GuardResult[];
  warnings: Warning[];
  exitCode: ExitCode;
}

/**
 * Rules on every claim from the evidence of all repetitions. Pure, and never throws on evidence: what is absent, broken
 * or beyond a judge leaves its claim open, never verified. One verdict a claim, in the claims' order.
 */
export function judgeRun(run: {
  spec: RunSpec;
  claims: readonly Claim[];
  kinds: readonly Kind[];
  guards: readonly Guard[];
  repetitions: readonly EvidenceSet[];
  /** Size of the level in the document; undefined where the document leaves it open. */
  document: LevelSize | undefined;
}): Judgement {
  const { spec } = run;
  const repetitions = run.repetitions.map(screened);
  const guards = checkGuards(run.guards, spec, repetitions);
  const invalid = invalidity(guards);
  const basis = basisOf(spec, repetitions, run.document);
  const circumstances: Circumstances = {
    invalid,
    hurt: guards.filter((guard) => guard.direction === 'hurts' && guard.status !== 'passed'),
    basis,
    repetitions: repetitions.length,
    planned: spec.profile.repetitions,
    betweenLooks: repetitions.length > FIRST_LOOK && repetitions.length < SECOND_LOOK,
    preliminary: spec.profile.id === 'quick' || repetitions.length < FIRST_LOOK,
    notes: runNotes(spec, repetitions, basis),
  };
  const verdicts = run.claims.map((claim) => {
    const other = notOfThisRun(claim, spec);
    if (other)
      return { ...conclude(claim, null, other.ruling, { ...circumstances, invalid: null }), ...other.as };
    const kind = run.kinds.find((one) => one.kind === claim.kind) ?? null;
    return conclude(claim, kind, rule(claim, kind, spec, repetitions), circumstances);
  });
  return {
    valid: invalid === null,
    verdicts,
    guards,
    warnings: runWarnings(spec, repetitions),
    exitCode: exitCodeOf(verdicts, speedClaims(run)),
  };
}

/** The first flattering guard that did not pass, in words. No guard at all is no proof of anything either. */
function invalidity(guards: readonly GuardResult[]): Circumstances['invalid'] {
  const flattering = guards.filter((guard) => guard.direction === 'flatters');
  if (flattering.length === 0)
    return { reason: 'Nothing shows that the run can be trusted', nextStep: 'a run that was observed' };
  const failed = flattering.find((guard) => guard.status !== 'passed');
  return failed ? { reason: guardWords(failed), nextStep: failed.nextStep } : null;
}

/** Claims that a load on this level cannot speak of, whatever was observed. */
function notOfThisRun(claim: Claim, spec: RunSpec): { ruling: Ruling; as: Partial<Verdict> } | null {
  if (claim.tested === 'not-testable')
    return {
      ruling: notTested(
        'it cannot be tested as it is written',
        'a figure in the document that can be measured',
      ),
      as: { outcome: 'untestable-as-written' },
    };
  if (claim.tested !== 'load')
    return { ruling: notTested('traffic does not test it', `a test by ${claim.tested}`), as: {} };
  if (claim.level !== spec.level)
    return {
      ruling: notTested(`it is about level ${claim.level}`, `a run with --level ${claim.level}`),
      as: {},
    };
  return null;
}

/** Asks the kind's judge, with the evidence it declared and nothing else. */
function rule(claim: Claim, kind: Kind | null, spec: RunSpec, repetitions: readonly EvidenceSet[]): Ruling {
  if (kind === null) return inconclusive(`no judge is called '${claim.kind}'`, 'a correct catalogue');
  const wrong = misfit(claim, kind);
  if (wrong !== null) return inconclusive(wrong, 'a correct catalogue');
  if (repetitions.length === 0) return inconclusive('nothing was measured', 'a run');
  const evidence: Partial<Record<RunEvidenceId, EvidenceData[RunEvidenceId][]>> = {};
  for (const id of kind.requires) {
    for (const [index, set] of repetitions.entries()) {
      const one = set[id];
      if (one.status === 'unavailable')
        return inconclusive(
          `no evidence of ${id} in repetition ${index + 1}: ${one.reason}`,
          `a run that observes ${id}`,
        );
      evidence[id] = [...(evidence[id] ?? []), one.data];
    }
  }
  try {
    const params = kind.params.parse(claim.params);
    return kind.judge({ claim, params, spec }, evidence as Declared<RunEvidenceId>);
  } catch (error) {
    return inconclusive(`it could not be judged: ${messageOf(error)}`, 'evidence that is whole');
  }
}

/** Ids of the claims about speed: those that a run is made for. */
function speedClaims({ claims, kinds }: { claims: readonly Claim[]; kinds: readonly Kind[] }): Set<string> {
  const speed = new Set(kinds.filter((kind) => kind.about === 'speed').map((kind) => kind.kind));
  return new Set(claims.filter((claim) => speed.has(claim.kind)).map((claim) => claim.id));
}

function exitCodeOf(verdicts: readonly Verdict[], speed: ReadonlySet<string>): ExitCode {
  const has = (outcome: Verdict['outcome']) => verdicts.some((verdict) => verdict.outcome === outcome);
  if (has('refuted')) return ExitCode.refuted;
  // Absent evidence never passes: a run that verified no claim about speed has not shown that the level carries anything.
  const carries = verdicts.some(({ claimId, outcome }) => outcome === 'verified' && speed.has(claimId));
  return has('inconclusive') || !carries ? ExitCode.inconclusive : ExitCode.holds;
}

/**
 * Whether to go on repeating: up to the first look always, between the looks always (nothing is decided there), at the
 * first look where some claim is undecided by its interval alone. More runs cannot cure an invalid run, missing evidence
 * or small hardware.
 */
export function needsMoreRepetitions(verdicts: readonly Verdict[], done: number, profile: Profile): boolean {
  if (done >= profile.maxRepetitions) return false;
  if (done !== profile.repetitions) return true;
  return verdicts.some(
    ({ outcome, basis, criteria }) =>
      outcome === 'inconclusive' &&
      basis !== null &&
      criteria.some((criterion) => criterion.outcome === 'undecided') &&
      criteria.every((criterion) => criterion.outcome !== 'fails'),
  );
}
