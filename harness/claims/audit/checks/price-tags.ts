import type { Finding } from '../../../core/finding.ts';
import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { grouped } from '../grouped.ts';
import {
  levelsText,
  priceClaims,
  pricePerVm,
  pricePerVmText,
  sizeClaims,
  sizeText,
  vmLabel,
} from '../machine.ts';
import type { LevelVms, Plan } from '../plan.ts';
import { type PriceTag, priceTags } from '../price-tag.ts';
import { lies, spanText } from '../span.ts';
import { storagePrices } from '../storage-price.ts';
import { misfits } from '../vm-spec.ts';

/** A price of a level that no alternative of another place allows. */
interface Mismatch {
  level: number;
  vms: LevelVms;
  tags: PriceTag[];
  /** Rupees a month for one VM beyond the nearest end; negative where it is too cheap. */
  off: number;
}

/** The price of one VM in the levels against what the service's own section and the set-ups ask for it. */
export default defineCheck({
  id: 'price-tags',
  title:
    "Price of a VM in the levels against its service's own section and the set-ups; price of object storage",
  run(plan) {
    const pairs = plan.levels.flatMap((level) =>
      level.vms.flatMap((vms) =>
        priceTags(plan, level, vms).map((tags) => ({ level: level.level, vms, tags })),
      ),
    );
    const wrong = pairs.flatMap(({ level, vms, tags }): Mismatch[] => {
      const off = beyond(pricePerVm(vms), tags);
      return off === 0 || excused(plan, vms, off) ? [] : [{ level, vms, tags, off }];
    });
    const storage = storagePrices(plan);
    return {
      compared: pairs.length + storage.compared,
      findings: [
        ...[...grouped(wrong, ({ vms }) => vms.name)].flatMap(([, own]) => told(plan, own)),
        ...storage.findings,
      ],
    };
  },
});

/** How far a price is from the nearest of the tags; 0 where it lies in one of them. */
function beyond(price: number, tags: readonly PriceTag[]): number {
  if (tags.some((tag) => lies(price, tag.price))) return 0;
  const distances = tags.map((tag) =>
    price > tag.price.high ? price - tag.price.high : price - tag.price.low,
  );
  return distances.reduce((nearest, one) => (Math.abs(one) < Math.abs(nearest) ? one : nearest));
}

/** A VM larger than its section asks for may cost more, and a smaller one less: that is for `vm-sizes` to tell. */
function excused(plan: Plan, vms: LevelVms, off: number): boolean {
  return misfits(plan, vms).some(({ side }) => side === (off > 0 ? 'above' : 'below'));
}

/** Both prices are for the same machine: the sizes that the section asks for are known and kept, and it is priced alone. */
function contradicts(plan: Plan, { vms, tags }: Mismatch): boolean {
  const asked = plan.claims.some(({ kind, params }) => kind === 'spec-vcpu' && params.of === vms.name);
  const alone = tags.some(({ together }) => !together);
  return asked && alone && sizeText(vms) !== null && misfits(plan, vms).length === 0;
}

function told(plan: Plan, own: readonly Mismatch[]): Finding[] {
  const [first] = own;
  if (first === undefined) return [];
  const dearer = own.every(({ off }) => off > 0);
  const cheaper = own.every(({ off }) => off < 0);
  const levels = levelsText([...new Set(own.map(({ level }) => level))]);
  const most = own.reduce((a, b) => (Math.abs(b.off * b.vms.count) > Math.abs(a.off * a.vms.count) ? b : a));
  const amount = formatInr(Math.abs(most.off * most.vms.count));
  return [
    finding('price-tags', {
      about: first.vms.name,
      severity: own.some((one) => contradicts(plan, one)) ? 'error' : 'warning',
      title: `The ${vmLabel[first.vms.name]} VM of ${levels} costs ${dearer ? 'more' : cheaper ? 'less' : 'something else'} than the document asks for it elsewhere`,
      arithmetic: own.map(mismatchLine),
      means:
        most.off > 0
          ? `By the other price, Level ${most.level} is ${amount} a month too dear at least; by its own, whoever budgets from the other place falls short.`
          : `By the other price, the budget of Level ${most.level} is ${amount} a month short at least.`,
      claims: own.flatMap(({ vms, tags }) => [
        ...priceClaims(vms),
        ...tags.flatMap(({ claims }) => claims),
        ...sizeClaims(vms),
      ]),
    }),
  ];
}

function mismatchLine({ level, vms, tags, off }: Mismatch): string {
  const size = sizeText(vms);
  const price = formatInr(pricePerVm(vms));
  const end = formatInr(pricePerVm(vms) - off);
  const asked = tags.map((tag) => `${spanText(tag.price, formatInr)} for one (${tag.label})`).join(' or ');
  const difference =
    off > 0 ? `${price} − ${end} = ${formatInr(off)} above` : `${end} − ${price} = ${formatInr(-off)} below`;
  return `Level ${level}: ${pricePerVmText(vms)}${size === null ? '' : ` for ${size}`}; ${asked}: ${difference}`;
}
