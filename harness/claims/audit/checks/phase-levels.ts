import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { listed, sizeClaims, sizeText, vmLabel } from '../machine.ts';
import { pointsOf } from '../phase-points.ts';
import { doubledVm } from '../phase-two.ts';
import type { LevelPlan, LevelVms, PhasePlan } from '../plan.ts';
import { spanOf, spanText } from '../span.ts';

/** Phase and level that have the same VMs. Phase 2 names no VM that could be compared: it is looked at apart. */
const counterparts = [
  [1, 1],
  [3, 4],
] as const;

/** What phases and levels with the same VMs are said to carry and to cost. */
export default defineCheck({
  id: 'phase-levels',
  title: 'Phases against the levels that have the same VMs: users, customers and price',
  run(plan) {
    const pairs = counterparts.flatMap(([phaseNumber, levelNumber]) => {
      const phase = plan.phases.find((one) => one.phase === phaseNumber);
      const level = plan.levels.find((one) => one.level === levelNumber);
      return phase !== undefined && level !== undefined && sameVms(phase, level) ? [{ phase, level }] : [];
    });
    const two = doubledVm(plan);
    return {
      compared: 3 * pairs.length + two.compared,
      findings: [...pairs.flatMap(({ phase, level }) => differences(phase, level)), ...two.findings],
    };
  },
});

/** Every VM that the phase counts is in the level as often; what the phase lists without a number may be there too. */
function sameVms(phase: PhasePlan, level: LevelPlan): boolean {
  return phase.vms.every(({ name, count }) =>
    level.vms.some((one) => one.name === name && one.count === count.bound),
  );
}

function differences(phase: PhasePlan, level: LevelPlan): Finding[] {
  const points = pointsOf(phase, level);
  const differing = points.filter(({ verdict }) => verdict !== 'agrees');
  if (differing.length === 0) return [];
  const excluding = differing.filter(({ verdict }) => verdict === 'excludes');
  const named = (excluding.length > 0 ? excluding : differing).map(
    ({ name }) => `their ${name === 'price' ? 'prices' : name}`,
  );
  const price = excluding.some(({ name }) => name === 'price');
  return [
    finding('phase-levels', {
      about: `${phase.phase}`,
      // a phase names no size: other users, customers or prices may be those of other machines
      severity: 'warning',
      title: price
        ? `Phase ${phase.phase} counts the VMs of Level ${level.level}, for ${level.total.bound > spanOf(phase.total).high ? 'less' : 'more'} money`
        : `Phase ${phase.phase} and Level ${level.level} have the same VMs, and ${listed(named)} ${excluding.length > 0 ? 'exclude each other' : 'differ'}`,
      arithmetic: [
        vmsLine(phase, level),
        ...differing.map(({ line }) => line),
        ...(price ? countedVmsLine(phase, level) : samePriceLine(phase, level)),
      ],
      means: price ? priceMeans(phase, level) : capacityMeans(named),
      claims: [
        ...phase.vms.map(({ count }) => count),
        ...differing.flatMap(({ claims }) => claims),
        phase.total,
        level.total,
        ...(price ? countedVms(phase, level).map((vms) => vms.price) : []),
        ...(price && countedVms(phase, level).length > 1
          ? besides(phase, level).map((one) => one.price)
          : []),
        ...(level.vms.length === 1 ? level.vms.flatMap(sizeClaims) : []),
      ],
    }),
  ];
}

function vmsLine(phase: PhasePlan, level: LevelPlan): string {
  const vms = phase.vms.map(({ name, count }) => `${count.bound} × ${vmLabel[name]}`).join(', ');
  const size = level.vms.length === 1 && level.vms[0] !== undefined ? sizeText(level.vms[0]) : null;
  return `both: ${vms}${size === null ? '' : ` (${size} in Level ${level.level})`}`;
}

/** The phase lists more than it counts; its counted VMs alone show whether that could explain the price. */
function countedVmsLine(phase: PhasePlan, level: LevelPlan): string[] {
  const prices = countedVms(phase, level).map(({ price }) => price.bound);
  const sum = prices.reduce((total, price) => total + price, 0);
  if (prices.length < 2) return [];
  return [
    `the VMs that Phase ${phase.phase} counts, at the prices of Level ${level.level}: ${prices.map(formatInr).join(' + ')} = ${formatInr(sum)}`,
    ...besidesLine(phase, level, sum),
  ];
}

/** What a phase lists without a number: read in the document, no claim states it. */
const uncounted: Record<number, string> = { 3: 'read replicas, object storage and monitoring' };

function besidesLine(phase: PhasePlan, level: LevelPlan, sum: number): string[] {
  const more = besides(phase, level);
  if (more.length === 0) return [];
  const all = more.reduce((total, { price }) => total + price.bound, sum);
  const open = uncounted[phase.phase];
  return [
    `with the ${listed(more.map(({ label }) => label))} of Level ${level.level}: ${[sum, ...more.map(({ price }) => price.bound)].map(formatInr).join(' + ')} = ${formatInr(all)}`,
    ...(open === undefined ? [] : [`Phase ${phase.phase} lists ${open} too, without a number or a size`]),
  ];
}

/** VMs and storage of the level that the phase does not count. */
function besides(phase: PhasePlan, level: LevelPlan): { label: string; price: Claim }[] {
  return [
    ...level.vms
      .filter(({ name }) => !phase.vms.some((one) => one.name === name))
      .map(({ name, price }) => ({ label: vmLabel[name], price })),
    ...(level.storage === null ? [] : [{ label: 'object storage', price: level.storage.price }]),
  ];
}

function countedVms(phase: PhasePlan, level: LevelPlan): LevelVms[] {
  return level.vms.filter(({ name }) => phase.vms.some((one) => one.name === name));
}

/** A phase names no size; that its price reaches the level's shows that the level's VM is among those meant. */
function samePriceLine(phase: PhasePlan, level: LevelPlan): string[] {
  return [
    `price: ${formatInr(level.total.bound)} in Level ${level.level} lies in the ${spanText(spanOf(phase.total), formatInr)} of Phase ${phase.phase}, which names no size`,
  ];
}

function priceMeans(phase: PhasePlan, level: LevelPlan): string {
  const { low, high } = spanOf(phase.total);
  const [least, most] = [level.total.bound - high, level.total.bound - low]
    .map(Math.abs)
    .sort((a, b) => a - b);
  const span = spanText({ low: least ?? 0, high: most ?? 0 }, formatInr);
  return `Phase ${phase.phase} gives no sizes: its VMs may be other ones, or one of the prices is wrong. A budget made from it is ${span} a month away from what Level ${level.level} asks for as many VMs.`;
}

function capacityMeans(named: readonly string[]): string {
  const what = listed(named.map((name) => name.replace('their ', '')));
  return `The same money buys room for a different number of ${what}, depending on the page: the reader either leaves the level too early and pays for the next one, or stays beyond what it carries.`;
}
