import type { Finding } from '../../core/finding.ts';
import { formatRange, formatValue } from '../../core/units.ts';
import type { Comparison } from '../document/compare.ts';
import { finding } from './define-check.ts';

/** A finding for each figure that a changed document no longer states alike in every place. */
export function restated(comparison: Comparison | null): Finding[] {
  return (comparison?.disagreements ?? []).map(({ claim, figures }) => {
    const told = figures.map(({ section, figure }) => {
      const text =
        figure.upTo === null
          ? formatValue(figure.bound, claim.unit)
          : formatRange(figure.bound, figure.upTo, claim.unit);
      return `${section}: ${text}`;
    });
    return finding('restated', {
      about: claim.id,
      severity: 'error',
      title: `The same figure is given differently in ${figures.length} places: ${claim.metric}`,
      arithmetic: told,
      means: 'One of them is wrong; until it is mended, readers of the two places plan for different things.',
      claims: [claim],
    });
  });
}
