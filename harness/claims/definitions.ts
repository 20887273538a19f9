import type { Claim } from '../core/claim.ts';
import { HarnessError } from '../core/errors.ts';
import { evidenceIds } from '../core/evidence/envelope.ts';
import type { Guard } from './define-guard.ts';
import type { Kind } from './define-kind.ts';

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
 * Holds the catalogue against the judges before anything starts. Throws HarnessError('bad-catalogue') that names the
 * first claim that no judge could rule on, with all of them as its detail. Only claims tested by load are judged here.
 */
export function checkClaims(claims: readonly Claim[], kinds: readonly Kind[]): void {
  const problems = claims
    .filter((claim) => claim.tested === 'load')
    .flatMap((claim) => {
      const kind = kinds.find((one) => one.kind === claim.kind);
      const why = kind ? misfit(claim, kind) : `no judge is called '${claim.kind}'`;
      return why === null ? [] : [`${claim.id}: ${why}`];
    });
  const [first] = problems;
  if (first === undefined) return;
  throw new HarnessError('bad-catalogue', `claim ${first}`, {
    hint: `kinds: ${kinds.map((kind) => kind.kind).join(', ')}`,
    detail: problems.join('\n'),
  });
}
