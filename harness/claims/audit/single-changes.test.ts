import { describe, expect, it } from 'vitest';
import type { Claim } from '../../core/claim.ts';
import { findingSchema } from '../../core/finding.ts';
import { vocabulary } from '../vocabulary.ts';
import { usualAssumptions } from './assumptions.ts';
import dominated from './checks/dominated.ts';
import eightyPercent from './checks/eighty-percent.ts';
import gaps from './checks/gaps.ts';
import haPrices from './checks/ha-prices.ts';
import levelSums from './checks/level-sums.ts';
import perTenant from './checks/per-tenant.ts';
import phaseLevels from './checks/phase-levels.ts';
import priceTags from './checks/price-tags.ts';
import sameMachine from './checks/same-machine.ts';
import sameSizePrices from './checks/same-size-prices.ts';
import setupSums from './checks/setup-sums.ts';
import treeText from './checks/tree-text.ts';
import vmSizes from './checks/vm-sizes.ts';
import { catalogueClaims } from './fixture-catalogue.ts';
import { planOf } from './plan.ts';

const checks = [
  levelSums,
  perTenant,
  setupSums,
  sameSizePrices,
  priceTags,
  vmSizes,
  phaseLevels,
  gaps,
  dominated,
  haPrices,
  sameMachine,
  eightyPercent,
  treeText,
];

/** Both ends of the figure multiplied. */
function scaled(claim: Claim, factor: number): Claim {
  return { ...claim, bound: claim.bound * factor, upTo: claim.upTo === null ? null : claim.upTo * factor };
}

/** Kinds that a load judges, and these checks read. */
const capacities = ['users', 'customers', 'database-size', 'cpu'];

/** What no finding may say: a figure that could not be worked out. */
const nonsense = /NaN|Infinity|∞|undefined|null|\[object/;

describe('one figure of the document changed', () => {
  const factors = [0.5, 0.9, 1.1, 3];
  const read = catalogueClaims.filter(
    ({ kind }) => Object.hasOwn(vocabulary, kind) || capacities.includes(kind),
  );

  it.each(factors)('every finding is still sound where a figure is × %f', { timeout: 30_000 }, (factor) => {
    // A quarter of the figures for each factor: all of them by all would take long.
    for (const changed of read.filter((_, index) => factors[index % factors.length] === factor)) {
      const claims = catalogueClaims.map((claim) => (claim === changed ? scaled(claim, factor) : claim));
      const findings = checks.flatMap((check) => check.run(planOf(claims), usualAssumptions).findings);
      const ids = findings.map(({ id }) => id);
      expect(new Set(ids).size, `ids twice with ${changed.id}`).toBe(ids.length);
      for (const found of findings) {
        findingSchema.parse(found);
        const text = [found.title, ...found.arithmetic, found.means].join('\n');
        expect(text, `${found.id} with ${changed.id}`).not.toMatch(nonsense);
      }
    }
  });

  it('no finding cites a claim twice or names a check that it is not of', () => {
    for (const check of checks)
      for (const found of check.run(planOf(catalogueClaims), usualAssumptions).findings) {
        const cited = found.cites.map(({ claimId }) => claimId);
        expect(new Set(cited).size).toBe(cited.length);
        expect(found.check).toBe(check.id);
        expect(found.certainty).toBe('fact');
      }
  });
});
