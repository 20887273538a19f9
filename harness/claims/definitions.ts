import type { Claim } from '../core/claim.ts';
import { HarnessError } from '../core/errors.ts';
import { evidenceIds } from '../core/evidence/envelope.ts';
import type { Check } from './audit/define-check.ts';
import type { Guard } from './define-guard.ts';
import type { Kind } from './define-kind.ts';
import { misread } from './vocabulary.ts';

/** A module found in a folder: the file's name without its ending, and its default export. */
interface Found {
  id: string;
  value: unknown;
}

/** The kinds among discovered modules. Throws an Error (a bug of ours) that names a file whose export is none. */
export function asKinds(found: readonly Found[]): Kind[] {
  return found.map(({ id, value }) => {
    const kind = value as Kind | undefined;
    const whole =
      kind?.kind === id &&
      typeof kind.judge === 'function' &&
      (kind.about === 'speed' || kind.about === 'correctness') &&
      typeof kind.params?.safeParse === 'function' &&
      kind.comparators.length > 0 &&
      knownEvidence(kind.requires);
    if (!whole) throw new Error(`kinds/${id}.ts does not export a kind of claim named '${id}'`);
    return kind;
  });
}

/** The guards among discovered modules. Throws an Error (a bug of ours) that names a file whose export is none. */
export function asGuards(found: readonly Found[]): Guard[] {
  return found.map(({ id, value }) => {
    const guard = value as Guard | undefined;
    const whole =
      guard?.id === id &&
      typeof guard.check === 'function' &&
      (guard.direction === 'flatters' || guard.direction === 'hurts') &&
      [guard.title, guard.bound, guard.likelyCause, guard.nextStep].every((text) => text.length > 0) &&
      knownEvidence(guard.evidence);
    if (!whole) throw new Error(`guards/${id}.ts does not export a guard named '${id}'`);
    return guard;
  });
}

/** The checks among discovered modules. Throws an Error (a bug of ours) that names a file whose export is none. */
export function asChecks(found: readonly Found[]): Check[] {
  return found.map(({ id, value }) => {
    const check = value as Check | undefined;
    if (check?.id !== id || typeof check.run !== 'function' || !check.title)
      throw new Error(`audit/checks/${id}.ts does not export a check named '${id}'`);
    return check;
  });
}

function knownEvidence(ids: readonly string[]): boolean {
  return ids.length > 0 && ids.every((id) => (evidenceIds as readonly string[]).includes(id));
}

/** Why a claim cannot be put to a kind's judge; null where it can. */
export function misfit(claim: Claim, kind: Kind): string | null {
  if (claim.unit !== kind.unit)
    return `a claim of kind '${kind.kind}' is in ${kind.unit}, this one in ${claim.unit}`;
  if (!kind.comparators.includes(claim.comparator))
    return `a claim of kind '${kind.kind}' has ${kind.comparators.join(' or ')}, this one ${claim.comparator}`;
  const params = kind.params.safeParse(claim.params);
  if (params.success) return null;
  const [issue] = params.error.issues;
  return `params of kind '${kind.kind}': ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`;
}

/**
 * Holds the catalogue against the judges and the audit before anything starts. Throws HarnessError('bad-catalogue') that
 * names the first claim that nothing could rule on or read, with all of them as its detail: a claim tested by load has a
 * judge, every other one is of a kind in the vocabulary.
 */
export function checkClaims(claims: readonly Claim[], kinds: readonly Kind[]): void {
  const problems = claims.flatMap((claim) => {
    const why = claim.tested === 'load' ? unjudged(claim, kinds) : misread(claim);
    return why === null ? [] : [`${claim.id}: ${why}`];
  });
  const [first] = problems;
  if (first === undefined) return;
  throw new HarnessError('bad-catalogue', `claim ${first}`, {
    hint: `kinds that a load tests: ${kinds.map((kind) => kind.kind).join(', ')}; the others stand in claims/vocabulary.ts`,
    detail: problems.join('\n'),
  });
}

/** Why no judge could rule on a claim that a load tests; null where one can. */
function unjudged(claim: Claim, kinds: readonly Kind[]): string | null {
  const kind = kinds.find((one) => one.kind === claim.kind);
  return kind ? misfit(claim, kind) : `no judge is called '${claim.kind}'`;
}
