import { figureOf } from '../../claims/audit/define-check.ts';
import { type Claim, citationsOf, type Service, type WayOfTesting, waysOfTesting } from '../../core/claim.ts';
import { textTable } from '../../core/text-table.ts';

/** What to look for in the catalogue; undefined where it does not matter. */
export interface ClaimFilter {
  level?: number | undefined;
  service?: Service | undefined;
  tested?: WayOfTesting | undefined;
  kind?: string | undefined;
  /** Words that stand, in any case, in what is said, its section, its metric or its id. */
  search?: string | undefined;
}

/** The claims that fit every part of the filter, in the catalogue's order. */
export function filterClaims(claims: readonly Claim[], filter: ClaimFilter): Claim[] {
  const words = (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return claims.filter((claim) => {
    const text = [claim.id, claim.says, claim.section, claim.metric].join(' ').toLowerCase();
    return (
      (filter.level === undefined || claim.level === filter.level) &&
      (filter.service === undefined || claim.service === filter.service) &&
      (filter.tested === undefined || claim.tested === filter.tested) &&
      (filter.kind === undefined || claim.kind === filter.kind) &&
      words.every((word) => text.includes(word))
    );
  });
}

/** A line each: id, level, service, way of testing, figure, and what it says, cut to `width` characters unless it is null. */
export function claimTable(claims: readonly Claim[], width: number | null): string[] {
  const rows = claims.map((claim) => [
    claim.id,
    claim.level === null ? '-' : String(claim.level),
    claim.service,
    claim.tested,
    figureOf(claim),
    claim.says,
  ]);
  return textTable([['id', 'level', 'service', 'tested by', 'figure', 'says'], ...rows]).map((line) =>
    width === null || line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`,
  );
}

/** How many claims there are of each way of testing: `83 load, 140 audit`. */
export function countsByWay(claims: readonly Claim[]): string {
  return waysOfTesting
    .map((way) => ({ way, count: claims.filter(({ tested }) => tested === way).length }))
    .filter(({ count }) => count > 0)
    .map(({ way, count }) => `${count} ${way}`)
    .join(', ');
}

/** Everything that is known of one claim, a line each. */
export function claimCard(claim: Claim, stale: string | null): string[] {
  const params = Object.entries(claim.params).map(([key, value]) => `${key} ${value}`);
  const facts: [string, string | null][] = [
    ['says', claim.says],
    ['why', claim.why],
    ['figure', figureOf(claim)],
    ['metric', claim.metric],
    ['level', claim.level === null ? 'none in particular' : String(claim.level)],
    ['service', claim.service],
    ['tested by', claim.tested],
    ['not testable', claim.untestable?.reason ?? null],
    ['it would take', claim.untestable?.needs ?? null],
    ['kind', claim.kind],
    ['params', params.length === 0 ? null : params.join(', ')],
    ...citationsOf(claim).map(({ section, item, figure }, index): [string, string] => [
      index === 0 ? 'stands in' : '',
      `${section}: ${[item].flat().join(' … ')}${figure === null ? '' : `: ${figure}`}`,
    ]),
    ['stale', stale],
  ];
  return [
    claim.id,
    ...facts.flatMap(([name, value]) => (value === null ? [] : `  ${name.padEnd(13)} ${value}`)),
  ];
}
