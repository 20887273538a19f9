import type { Claim } from '../../../core/claim.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { listed } from '../machine.ts';
import { claimsOf, type LevelPlan, onlyClaim, type Plan } from '../plan.ts';
import { overlap, type Span, spanOf, spanText } from '../span.ts';

/** A place that says what high availability takes. */
interface Offer {
  label: string;
  vms: Span;
  /** Follows the number of VMs; empty where all are meant. */
  which: string;
  price: Span;
  claims: Claim[];
}

/** The places that price high availability, side by side. */
export default defineCheck({
  id: 'ha-prices',
  title: 'High availability in four places: number of VMs and price',
  run(plan) {
    const { section, rivals, larger } = offersOf(plan);
    const judged = [section, ...rivals];
    const pairs = judged.flatMap((a, index) => judged.slice(index + 1).map((b) => [a, b] as const));
    const apart = pairs.filter(([a, b]) => !overlap(a.price, b.price));
    // The phase may list VMs without counting them; only the section names a range.
    const outside = rivals.filter((offer) => !overlap(offer.vms, section.vms));
    const compared = pairs.length + rivals.length;
    if (apart.length + outside.length === 0) return { compared, findings: [] };
    const least = lowest(judged);
    const [most, mostOfAll] = [highest(judged), highest([...judged, ...larger])];
    return {
      compared,
      findings: [
        finding('ha-prices', {
          about: 'high-availability',
          severity: 'warning',
          title: titleOf(least, most, larger),
          arithmetic: [
            ...judged.map(offerLine),
            ...larger.map((offer) => `${offerLine(offer)}; a larger one still, not held against the others`),
            ...apart.map(([a, b]) => apartLine(a, b)),
            ...outside.map(
              ({ label, vms }) =>
                `${label}: ${spanText(vms, groupDigits)} VMs, not among the ${spanText(section.vms, groupDigits)} of the section`,
            ),
            `least and most of ${listed(judged.map(({ label }) => label))}: ${formatInr(most)} − ${formatInr(least)} = ${formatInr(most - least)}`,
            ...larger.map(
              ({ label }) =>
                `${label} against the least: ${formatInr(mostOfAll)} − ${formatInr(least)} = ${formatInr(mostOfAll - least)}`,
            ),
          ],
          means: `The same words stand for set-ups that differ by up to ${formatInr(most - least)} a month${larger.length === 0 ? '' : `, without ${listed(larger.map(({ label }) => label))}, which promises the most`}. Before money is set aside it has to be settled which VMs, and which price, are meant.`,
          claims: [...judged, ...larger].flatMap(({ claims }) => claims),
        }),
      ],
    };
  },
});

const lowest = (offers: readonly Offer[]) => Math.min(...offers.map(({ price }) => price.low));
const highest = (offers: readonly Offer[]) => Math.max(...offers.map(({ price }) => price.high));

function titleOf(least: number, most: number, larger: readonly Offer[]): string {
  const top = larger.filter(({ price }) => price.high > most).at(-1);
  return top === undefined
    ? `High availability costs ${formatInr(least)} to ${formatInr(most)} a month, depending on the page`
    : `High availability costs ${formatInr(least)} to ${formatInr(top.price.high)} a month, depending on the page; the most at ${top.label}`;
}

/** The section and what is held against it: a phase, and the first level that promises it; levels above are larger by intent. */
function offersOf(plan: Plan): { section: Offer; rivals: Offer[]; larger: Offer[] } {
  const price = onlyClaim(plan.claims, 'price-option', { params: { of: 'vm', option: 'high-availability' } });
  const [count] = claimsOf(plan.claims, 'spec-count', { params: { of: 'vm', grade: 'high-availability' } });
  const phase = plan.phases.find((one) => one.phase === 3);
  const [first, ...above] = plan.levels.filter(promisesIt).map(levelOffer);
  return {
    section: {
      label: 'Virtual Machines section',
      which: '',
      vms: count === undefined ? { low: 0, high: Number.POSITIVE_INFINITY } : spanOf(count),
      price: spanOf(price),
      claims: count === undefined ? [price] : [price, count],
    },
    rivals: [
      ...(phase === undefined
        ? []
        : [
            {
              label: 'Phase 3',
              which: ' that it counts',
              vms: single(phase.vms.reduce((sum, vm) => sum + vm.count.bound, 0)),
              price: spanOf(phase.total),
              claims: [phase.total, ...phase.vms.map((vm) => vm.count)],
            },
          ]),
      ...(first === undefined ? [] : [first]),
    ],
    larger: above,
  };
}

const highAvailability = (claim: Claim) => claim.params.promise === 'high-availability';
const promisesIt = ({ promises }: LevelPlan) => promises.some(highAvailability);

function levelOffer({ level, vms, total, promises }: LevelPlan): Offer {
  return {
    label: `Level ${level}`,
    which: '',
    vms: single(vms.reduce((sum, vm) => sum + vm.count, 0)),
    price: spanOf(total),
    claims: [
      total,
      ...promises.filter(highAvailability),
      ...vms.flatMap(({ countClaim }) => countClaim ?? []),
    ],
  };
}

const single = (value: number): Span => ({ low: value, high: value });

function offerLine({ label, vms, which, price }: Offer): string {
  return `${label}: ${spanText(vms, groupDigits)} VMs${which}, ${spanText(price, formatInr)}`;
}

function apartLine(a: Offer, b: Offer): string {
  const [lower, upper] = a.price.high < b.price.low ? [a, b] : [b, a];
  return `${lower.label} costs ${formatInr(lower.price.high)} at most, ${upper.label} ${formatInr(upper.price.low)} at least: ${formatInr(upper.price.low)} − ${formatInr(lower.price.high)} = ${formatInr(upper.price.low - lower.price.high)} apart`;
}
