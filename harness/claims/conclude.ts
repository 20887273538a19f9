import type { Claim } from '../core/claim.ts';
import type { GuardResult } from '../core/guard.ts';
import type { Criterion, Outcome, Verdict } from '../core/verdict.ts';
import { FIRST_LOOK, SECOND_LOOK } from '../stats/looks.ts';
import type { BasisFinding } from './basis.ts';
import { guardWords } from './check-guards.ts';
import { marginOf } from './criterion.ts';
import type { Kind } from './define-kind.ts';
import type { MeasuredRuling, OpenRuling, Ruling } from './ruling.ts';

/** What holds for all claims of a run. */
export interface Circumstances {
  /** Why the run is invalid, in words, and what to do; null for a valid run. */
  invalid: { reason: string; nextStep: string } | null;
  /** Failed guards that can only have made the result worse. */
  hurt: readonly GuardResult[];
  basis: BasisFinding;
  repetitions: number;
  /** Repetitions that the profile asks for before anything is decided. */
  planned: number;
  /** True where the repetitions end between the two planned looks, at which nothing may be decided (METHOD.md s4). */
  betweenLooks: boolean;
  preliminary: boolean;
  notes: string[];
}

type Conclusion = Pick<Verdict, 'outcome' | 'reason' | 'settledBy' | 'basis'>;

/**
 * The verdict that a ruling comes to. A pass stands on the level's hardware or less; a failure counts only on the
 * level's own, undisturbed and at the claimed load; an invalid run says nothing (METHOD.md s7, rule 2, 5, 11).
 */
export function conclude(claim: Claim, kind: Kind | null, ruling: Ruling, run: Circumstances): Verdict {
  const measured = ruling.ruling === 'measured' ? ruling : null;
  const criteria = measured?.criteria ?? [];
  const margins = criteria.map(marginOf).filter((margin) => margin !== null);
  return {
    claimId: claim.id,
    ...conclusion(kind, ruling, run),
    preliminary: run.preliminary,
    observed: ruling.observed,
    bound: { comparator: claim.comparator, value: claim.bound, unit: claim.unit },
    marginRatio: margins.length === 0 ? null : Math.min(...margins),
    criteria: run.invalid ? criteria.map(undecided) : criteria,
    evidence: [
      ...new Set([...(kind?.requires ?? []), ...(kind?.about === 'speed' ? ['topology' as const] : [])]),
    ],
    notes: [...(measured?.notes ?? []), ...marginNote(criteria), ...run.notes],
    stale: null,
  };
}

function conclusion(kind: Kind | null, ruling: Ruling, run: Circumstances): Conclusion {
  if (run.invalid)
    return open('inconclusive', `The run is invalid. ${run.invalid.reason}.`, run.invalid.nextStep);
  if (ruling.ruling !== 'measured') return openConclusion(ruling);
  if (kind?.about === 'correctness') return correctness(ruling, run);
  if (run.basis.basis === null)
    return open(
      'inconclusive',
      `${run.basis.problem}: the result does not speak of the level.`,
      'a run on the level as the document sizes it',
    );
  if (run.repetitions < run.planned)
    return open(
      'inconclusive',
      `Only ${run.repetitions} of ${run.planned} planned repetitions were observed.`,
      'all planned repetitions',
    );
  if (run.betweenLooks)
    return open(
      'inconclusive',
      `${run.repetitions} repetitions lie between the planned looks at ${FIRST_LOOK} and ${SECOND_LOOK}, where nothing may be decided.`,
      `all ${SECOND_LOOK} repetitions`,
    );
  return decided(ruling, run, run.basis.basis);
}

/** What the system does wrong, it does wrong on any hardware; what it does right was seen on the hardware that there was. */
function correctness(ruling: MeasuredRuling, run: Circumstances): Conclusion {
  const found = decided(ruling, { ...run, hurt: [] }, 'measured');
  return found.outcome === 'verified' ? { ...found, basis: run.basis.basis ?? 'measured' } : found;
}

function openConclusion({ ruling, reason, settledBy }: OpenRuling): Conclusion {
  return open(ruling, `${reason}.`, settledBy);
}

function open(outcome: Outcome, reason: string, settledBy: string): Conclusion {
  return { outcome, reason: capital(reason), settledBy, basis: null };
}

function decided(ruling: MeasuredRuling, run: Circumstances, basis: 'measured' | 'a-fortiori'): Conclusion {
  const failed = ruling.criteria.filter((criterion) => criterion.outcome === 'fails');
  const pending = ruling.criteria.filter((criterion) => criterion.outcome === 'undecided');
  const say = (criteria: Criterion[]) =>
    capital(`${ruling.subject}: ${criteria.map((criterion) => criterion.reason).join('; ')}.`);
  if (ruling.criteria.length === 0)
    return {
      outcome: 'inconclusive',
      reason: 'Nothing was put to the test.',
      settledBy: 'a judge with criteria',
      basis,
    };
  if (failed.length > 0) return failure(say(failed), ruling, run, basis);
  if (pending.length > 0)
    return {
      outcome: 'inconclusive',
      reason: `${say(pending)} The interval reaches over the bound.`,
      settledBy: moreRuns(run.repetitions),
      basis,
    };
  const all = [
    ...(ruling.harder.length > 0 ? [` The run was harder than the claim: ${ruling.harder.join('; ')}.`] : []),
    ...(basis === 'a-fortiori'
      ? [' It holds on less hardware than the level has, so it holds on the level.']
      : []),
  ];
  return { outcome: 'verified', reason: `${say(ruling.criteria)}${all.join('')}`, settledBy: null, basis };
}

/** A failed criterion refutes only where nothing but the level itself can be its cause. */
function failure(
  reason: string,
  ruling: MeasuredRuling,
  run: Circumstances,
  basis: 'measured' | 'a-fortiori',
): Conclusion {
  const weak = (why: string, settledBy: string): Conclusion => ({
    outcome: 'inconclusive',
    reason: `${reason} ${why}`,
    settledBy,
    basis,
  });
  if (basis === 'a-fortiori')
    return weak(
      'A failure on less hardware proves nothing about the level.',
      'a host that can give every VM its full size, or a projection',
    );
  const [hurt] = run.hurt;
  if (hurt !== undefined)
    return weak(`The run was disturbed, which may be the cause: ${guardWords(hurt)}.`, hurt.nextStep);
  if (ruling.harder.length > 0)
    return weak(
      `The run asked more than the claim does (${ruling.harder.join('; ')}), so its failure says nothing.`,
      'a run at the claimed load',
    );
  return { outcome: 'refuted', reason, settledBy: null, basis };
}

function moreRuns(done: number): string {
  if (done < FIRST_LOOK)
    return `${FIRST_LOOK} repetitions (--profile standard), which see the spread between runs`;
  if (done < SECOND_LOOK) return `more repetitions, up to ${SECOND_LOOK}`;
  return 'a longer window; the true value lies close to the bound';
}

function undecided(criterion: Criterion): Criterion {
  return { ...criterion, outcome: 'undecided', reason: `${criterion.reason}; the run is invalid` };
}

/** Of a joint claim, which criterion its margin is that of. */
function marginNote(criteria: readonly Criterion[]): string[] {
  if (criteria.length < 2) return [];
  const [tightest] = [...criteria].sort((a, b) => (marginOf(a) ?? 0) - (marginOf(b) ?? 0));
  return tightest === undefined ? [] : [`The margin is that of the tightest criterion: ${tightest.label}.`];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
