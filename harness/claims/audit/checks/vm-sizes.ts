import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { grouped } from '../grouped.ts';
import {
  levelsText,
  listed,
  priceClaims,
  pricePerVm,
  pricePerVmText,
  sameSize,
  sizeClaims,
  vmLabel,
} from '../machine.ts';
import { claimsOf, type LevelVms, type Plan } from '../plan.ts';
import { inUnit, spanOf, spanText } from '../span.ts';
import { type Misfit, misfits } from '../vm-spec.ts';

/** The size of each VM against what its service's section asks for, and VMs that have a price but no size or no disk. */
export default defineCheck({
  id: 'vm-sizes',
  title: "Size of each level's VMs against what the section of their service asks for; prices without a size",
  run(plan) {
    const vms = plan.levels.flatMap((level) => level.vms);
    return {
      compared: vms.length * 3,
      findings: [...outside(plan), ...unstated(plan)],
    };
  },
});

/** One finding for each VM name and side: all that is below, or above, what its section asks for. */
function outside(plan: Plan): Finding[] {
  const all = plan.levels.flatMap(({ level, vms }) =>
    vms.flatMap((one) => misfits(plan, one).map((misfit) => ({ level, vms: one, misfit }))),
  );
  const groups = grouped(all, ({ vms, misfit }) => `${vms.name}-${misfit.side}`);
  return [...groups].flatMap(([about, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const below = first.misfit.side === 'below';
    const levels = levelsText([...new Set(own.map(({ level }) => level))]);
    const prices = [
      ...new Set(own.map(({ level, vms }) => `${formatInr(vms.price.bound)} in Level ${level}`)),
    ];
    const elsewhere = below ? null : sameSizeElsewhere(plan, first.vms);
    return finding('vm-sizes', {
      about,
      severity: below ? 'warning' : 'note',
      title: `The ${vmLabel[first.vms.name]} VM of ${levels} is ${below ? 'smaller' : 'larger'} than its own section asks for`,
      arithmetic: [...own.map(({ level, misfit }) => misfitLine(level, misfit)), ...(elsewhere?.lines ?? [])],
      means: below
        ? `The money (${listed(prices)}) buys a VM that the document itself calls too small.`
        : `The section does not foresee a VM of this size. Ask why the level needs it (${listed(prices)}), or mend the section.`,
      claims: [
        ...own.flatMap(({ vms, misfit }) => [misfit.has, misfit.asked, vms.price]),
        ...(elsewhere?.claims ?? []),
      ],
    });
  });
}

/** What a VM of the same size costs elsewhere in the levels, one example for each price; else for what the section's price is. */
function sameSizeElsewhere(plan: Plan, vms: LevelVms): { lines: string[]; claims: Claim[] } {
  const alike = plan.levels.flatMap((level) =>
    level.vms
      .filter((one) => one.name !== vms.name && sameSize(one, vms))
      .map((one) => ({ level: level.level, vms: one })),
  );
  const examples = [...grouped(alike, (one) => pricePerVm(one.vms))].flatMap(([, [first]]) => first ?? []);
  const [section] = claimsOf(plan.claims, 'price-option', { params: { of: vms.name, option: 'dedicated' } });
  if (examples.length > 0)
    return {
      lines: [
        `the same size elsewhere in the levels costs ${listed(examples.map((one) => `${pricePerVmText(one.vms)} (${vmLabel[one.vms.name]} VM of Level ${one.level})`))}`,
      ],
      claims: examples.flatMap((one) => [...priceClaims(one.vms), ...sizeClaims(one.vms)]),
    };
  if (section === undefined) return { lines: [], claims: [] };
  return {
    lines: [
      `no other VM of the levels has this size; the section's ${spanText(spanOf(section), formatInr)} is for the smaller VM`,
    ],
    claims: [section],
  };
}

function misfitLine(level: number, { what, has, asked, side }: Misfit): string {
  const show = inUnit(has.unit);
  const range = spanText(spanOf(asked), show);
  return `Level ${level}, ${what}: ${show(has.bound)}, ${side} the ${range} of its section`;
}

/** All VMs that are sold by price alone, level by level, as one finding. */
function unstated({ levels }: Plan): Finding[] {
  const lacking = levels.flatMap((level) => {
    const vms = level.vms.filter(
      ({ vCpu, memory, disk }) => vCpu === null || memory === null || disk === null,
    );
    return vms.length === 0 ? [] : [{ level, vms }];
  });
  if (lacking.length === 0) return [];
  return [
    finding('vm-sizes', {
      about: 'unstated',
      severity: 'warning',
      title: `VMs of ${levelsText(lacking.map(({ level }) => level.level))} have a price but no disk, or no size at all`,
      arithmetic: lacking.map(({ level, vms }) => {
        const sum = vms.reduce((total, { price }) => total + price.bound, 0);
        const terms = vms.map(
          (one) =>
            `${countText(one)}${nothingStated(one) ? ' (no size at all)' : ''} ${formatInr(one.price.bound)}`,
        );
        return `Level ${level.level}: ${terms.join(' + ')} = ${formatInr(sum)} a month`;
      }),
      means:
        'What is bought for that money is not said: two offers at this price cannot be compared, and whether the disk holds logs, messages and recordings cannot be told.',
      claims: lacking.flatMap(({ vms }) => vms.map(({ price }) => price)),
    }),
  ];
}

function nothingStated({ vCpu, memory, disk }: LevelVms): boolean {
  return vCpu === null && memory === null && disk === null;
}

function countText({ name, count }: LevelVms): string {
  return count === 1 ? vmLabel[name] : `${count} × ${vmLabel[name]}`;
}
