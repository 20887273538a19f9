import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, formatValue } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { grouped } from '../grouped.ts';
import {
  diskClaims,
  levelsText,
  listed,
  priceClaims,
  pricePerVm,
  pricePerVmText,
  sizeClaims,
  sizeText,
  vmLabel,
} from '../machine.ts';
import { claimsOf, type LevelVms, type Plan } from '../plan.ts';
import { nearly, spanOf, spanText } from '../span.ts';

/** VMs of a level, all of one size. */
interface Placed {
  level: number;
  vms: LevelVms;
}

/** VMs of one size against each other: what one of them costs, in every level. */
export default defineCheck({
  id: 'same-size-prices',
  title: 'VMs of the same size: the price of one, within and between levels',
  run(plan) {
    const sizes = grouped(
      plan.levels.flatMap(({ level, vms }) => vms.map((one): Placed => ({ level, vms: one }))),
      ({ vms }) => sizeText(vms),
    );
    const groups = [...sizes].flatMap(([size, placed]) => (size === null ? [] : [{ size, placed }]));
    return {
      compared: groups.reduce((sum, { placed }) => sum + placed.length - 1, 0),
      findings: groups.flatMap(({ size, placed }) => [
        ...differentPrices(size, placed),
        ...freeDisk(plan, size, placed),
      ]),
    };
  },
});

function differentPrices(size: string, placed: readonly Placed[]): Finding[] {
  const prices = distinct(placed.map(({ vms }) => pricePerVm(vms)));
  const [lowest] = prices;
  if (lowest === undefined || prices.length === 1) return [];
  const costs = [...grouped(placed, ({ level }) => level)].map(([level, own]) => {
    const count = own.reduce((sum, { vms }) => sum + vms.count, 0);
    const price = own.reduce((sum, { vms }) => sum + vms.price.bound, 0);
    return { level, own, count, price, more: price - count * lowest };
  });
  const dearest = costs.reduce((most, one) => (one.more > most.more ? one : most));
  const each = dearest.own.map(({ vms }) => formatInr(vms.price.bound)).join(' + ');
  return [
    finding('same-size-prices', {
      about: idOf(size),
      severity: 'warning',
      title: `A VM of ${size} costs ${listed(prices.map(formatInr), 'or')}, depending on what runs on it`,
      arithmetic: [
        ...[...grouped(placed, ({ vms }) => vms.name)].map(
          ([name, own]) =>
            `${vmLabel[name]}: ${own.map(({ level, vms }) => `Level ${level} ${pricePerVmText(vms)}`).join('; ')}`,
        ),
        `Level ${dearest.level} has ${dearest.count} of them: ${each} = ${formatInr(dearest.price)}; at the lowest price ${dearest.count} × ${formatInr(lowest)} = ${formatInr(dearest.count * lowest)}`,
      ],
      means: `A provider charges for the size, not for what runs on it: ask for its one price. At the lowest, Level ${dearest.level} would cost ${formatInr(dearest.more)} a month less; at another, the sums of several levels change.`,
      // Size and price of a VM stand on one line of the document: the size is cited once.
      claims: [
        ...placed.flatMap(({ vms }) => priceClaims(vms)),
        ...placed.slice(0, 1).flatMap(({ vms }) => sizeClaims(vms)),
      ],
    }),
  ];
}

/** Different disks at the same price, where nothing but the disk differs; of several prices the one with most disk free. */
function freeDisk(plan: Plan, size: string, placed: readonly Placed[]): Finding[] {
  const withDisk = placed.filter(({ vms }) => vms.disk !== null);
  const [widest] = [...grouped(withDisk, ({ vms }) => pricePerVm(vms))]
    .map(([price, alike]) => {
      const byDisk = [...grouped(alike, diskOf)].sort(([a], [b]) => a - b);
      const least = byDisk[0]?.[0] ?? 0;
      return { price, alike, byDisk, least, free: (byDisk.at(-1)?.[0] ?? 0) - least };
    })
    .sort((a, b) => b.free - a.free);
  if (widest === undefined || widest.free === 0) return [];
  const { price, alike, byDisk, least, free } = widest;
  const extra = extraDisk(plan, free);
  return [
    finding('same-size-prices', {
      about: `${idOf(size)}-disk`,
      severity: 'warning',
      title: `A VM of ${size} costs ${formatInr(price)} with ${listed(
        byDisk.map(([disk]) => bytes(disk)),
        'or',
      )} of disk: the disk is priced at nothing`,
      arithmetic: [
        ...byDisk.map(([disk, own]) => `${bytes(disk)} for ${formatInr(price)}: ${whereText(own)}`),
        `${bytes(least + free)} − ${bytes(least)} = ${bytes(free)} more for ₹0`,
        ...extra.lines,
      ],
      means:
        'Whoever orders the VM with the larger disk gets a higher bill than the plan has, or a smaller disk than it counts on.',
      claims: [
        ...alike.flatMap(({ vms }) => [...priceClaims(vms), ...diskClaims(vms)]),
        ...alike.slice(0, 1).flatMap(({ vms }) => sizeClaims(vms)),
        ...extra.claims,
      ],
    }),
  ];
}

function diskOf({ vms }: Placed): number {
  return vms.disk?.bound ?? 0;
}

/** `application in Levels 1 and 2; database in Level 3`. */
function whereText(placed: readonly Placed[]): string {
  return [...grouped(placed, ({ vms }) => vms.name)]
    .map(([name, own]) => `${vmLabel[name]} in ${levelsText(own.map(({ level }) => level))}`)
    .join('; ');
}

/** What the document asks for additional disk elsewhere, for that many bytes more. */
function extraDisk(plan: Plan, more: number): { lines: string[]; claims: Claim[] } {
  const [price] = claimsOf(plan.claims, 'price-option', { params: { of: 'backup', option: 'vm-storage' } });
  const [size] = claimsOf(plan.claims, 'spec-disk', { params: { of: 'backup', grade: 'vm-storage' } });
  if (price === undefined || size === undefined) return { lines: [], claims: [] };
  const { low, high } = spanOf(price);
  const times = more / size.bound;
  const cost = spanText({ low: low * times, high: high * times }, formatInr);
  return {
    lines: [
      `elsewhere ${bytes(size.bound)} of additional VM storage cost ${spanText({ low, high }, formatInr)} a month: ${bytes(more)} would be ${cost}`,
    ],
    claims: [price, size],
  };
}

const bytes = (value: number) => formatValue(value, 'bytes');

/** Each once, smallest first; figures that differ by rounding only are one. */
function distinct(values: readonly number[]): number[] {
  return [...values]
    .sort((a, b) => a - b)
    .filter((value, index, all) => index === 0 || !nearly(value, all[index - 1] ?? 0));
}

/** `4 vCPU, 8 GB` as part of an id. */
function idOf(size: string): string {
  return size.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
