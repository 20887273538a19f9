import type { Claim } from '../../../core/claim.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { claimsOf, onlyClaim, type Plan } from '../plan.ts';
import { overlap, type Span, spanOf, spanText } from '../span.ts';

/** A place that says what high availability takes. */
interface Offer {
  label: string;
  vms: Span;
  price: Span;
  claims: Claim[];
}

/** The places that price high availability, side by side. */
export default defineCheck({
  id: 'ha-prices',
  title: 'High availability in four places: number of VMs and price',
  run(plan) {
    const offers = offersOf(plan);
    const pairs = offers.flatMap((a, index) => offers.slice(index + 1).map((b) => [a, b] as const));
    const apart = pairs.filter(([a, b]) => !overlap(a.price, b.price));
    const [section] = offers;
    // A phase or a set-up may list VMs without counting them; only the section names a range.
    const outside = offers.filter((offer) => section !== undefined && !overlap(offer.vms, section.vms));
    const compared = pairs.length + offers.length - 1;
    if (section === undefined || apart.length + outside.length === 0) return { compared, findings: [] };
    const least = Math.min(...offers.map(({ price }) => price.low));
    const most = Math.max(...offers.map(({ price }) => price.high));
    return {
      compared,
      findings: [
        finding('ha-prices', {
          about: 'high-availability',
          severity: 'warning',
          title: `High availability costs ${formatInr(least)} to ${formatInr(most)} a month, depending on the page`,
          arithmetic: [
            ...offers.map(
              ({ label, vms, price }) =>
                `${label}: ${spanText(vms, groupDigits)} VMs, ${spanText(price, formatInr)}`,
            ),
            ...apart.map(([a, b]) => apartLine(a, b)),
            ...outside.map(
              ({ label, vms }) =>
                `${label}: ${spanText(vms, groupDigits)} VMs, not among the ${spanText(section.vms, groupDigits)} of the section`,
            ),
          ],
          means: `The same word is used for set-ups that differ by up to ${formatInr(most - least)} a month. Before money is set aside it has to be settled which VMs, and which price, are meant.`,
          claims: offers.flatMap(({ claims }) => claims),
        }),
      ],
    };
  },
});

function offersOf(plan: Plan): Offer[] {
  const price = onlyClaim(plan.claims, 'price-option', { params: { of: 'vm', option: 'high-availability' } });
  const [count] = claimsOf(plan.claims, 'spec-count', { params: { of: 'vm', grade: 'high-availability' } });
  const phase = plan.phases.find((one) => one.phase === 3);
  const setup = plan.setups.find((one) => one.setup === 'enterprise');
  const level = plan.levels.find((one) => one.level === 4);
  const counted = (label: string, part: { vms: { count: Claim }[]; total: Claim } | undefined): Offer[] =>
    part === undefined
      ? []
      : [
          {
            label,
            vms: single(part.vms.reduce((sum, vm) => sum + vm.count.bound, 0)),
            price: spanOf(part.total),
            claims: [part.total, ...part.vms.map((vm) => vm.count)],
          },
        ];
  return [
    {
      label: 'Virtual Machines section',
      vms: count === undefined ? { low: 0, high: Number.POSITIVE_INFINITY } : spanOf(count),
      price: spanOf(price),
      claims: count === undefined ? [price] : [price, count],
    },
    ...counted('Phase 3, VMs that it counts', phase),
    ...counted('Enterprise set-up', setup),
    ...(level === undefined
      ? []
      : [
          {
            label: 'Level 4',
            vms: single(level.vms.reduce((sum, vm) => sum + vm.count, 0)),
            price: spanOf(level.total),
            claims: [level.total, ...level.vms.flatMap(({ countClaim }) => countClaim ?? [])],
          },
        ]),
  ];
}

const single = (value: number): Span => ({ low: value, high: value });

function apartLine(a: Offer, b: Offer): string {
  const [lower, upper] = a.price.high < b.price.low ? [a, b] : [b, a];
  return `${lower.label} costs ${formatInr(lower.price.high)} at most, ${upper.label} ${formatInr(upper.price.low)} at least: ${formatInr(upper.price.low - lower.price.high)} apart`;
}
