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
import type { LevelPlan, LevelVms, Plan } from '../plan.ts';
import { otherTags, type PriceTag, priceTags } from '../price-tag.ts';
import { lies, spanText } from '../span.ts';
import { storagePrices } from '../storage-price.ts';
import { misfits } from '../vm-spec.ts';

/** A price of a level that no alternative of another place allows. */
interface Mismatch {
  level: LevelPlan;
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
      level.vms.flatMap((vms) => priceTags(plan, level, vms).map((tags) => ({ level, vms, tags }))),
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

/** Places that agree with the prices which others do not allow, each once, with the levels for which it does. */
function agreeing(plan: Plan, own: readonly Mismatch[]) {
  const tags = own.flatMap(({ level, vms }) =>
    [...priceTags(plan, level, vms).flat(), ...otherTags(plan, level, vms)]
      .filter((tag) => lies(pricePerVm(vms), tag.price))
      .map((tag) => ({ level: level.level, tag, text: `${priceText(tag)}: ${formatInr(pricePerVm(vms))}` })),
  );
  return [...grouped(tags, ({ text }) => text)].map(([text, all]) => ({
    line: `agrees: ${text} of ${levelsText([...new Set(all.map(({ level }) => level))])} lies in it`,
    claims: all.flatMap(({ tag }) => tag.claims),
  }));
}

const priceText = ({ price, label }: PriceTag) => `${spanText(price, formatInr)} for one (${label})`;

function told(plan: Plan, own: readonly Mismatch[]): Finding[] {
  const [first] = own;
  if (first === undefined) return [];
  const dearer = own.every(({ off }) => off > 0);
  const cheaper = own.every(({ off }) => off < 0);
  const levels = levelsText([...new Set(own.map(({ level }) => level.level))]);
  const agreed = agreeing(plan, own);
  const asked =
    agreed.length > 0 ? 'some other places of the document ask' : 'the document asks for it elsewhere';
  const most = own.reduce((a, b) => (Math.abs(b.off * b.vms.count) > Math.abs(a.off * a.vms.count) ? b : a));
  const amount = formatInr(Math.abs(most.off * most.vms.count));
  return [
    finding('price-tags', {
      about: first.vms.name,
      // the document calls all of its prices approximate
      severity: 'warning',
      title: `The ${vmLabel[first.vms.name]} VM of ${levels} costs ${dearer ? 'more' : cheaper ? 'less' : 'something else'} than ${asked}`,
      arithmetic: [...own.map(mismatchLine), ...agreed.map(({ line }) => line)],
      means: `${most.off > 0 ? `By the other price, Level ${most.level.level} is ${amount} a month too dear at least; by its own, whoever budgets from the other place falls short` : `By the other price, the budget of Level ${most.level.level} is ${amount} a month short at least`}. The document calls all its prices approximate: an offer settles it.`,
      claims: [
        ...own.flatMap(({ vms, tags }) => [
          ...priceClaims(vms),
          ...tags.flatMap(({ claims }) => claims),
          ...sizeClaims(vms),
        ]),
        ...agreed.flatMap(({ claims }) => claims),
      ],
    }),
  ];
}

function mismatchLine({ level, vms, tags, off }: Mismatch): string {
  const size = sizeText(vms);
  const price = formatInr(pricePerVm(vms));
  const end = formatInr(pricePerVm(vms) - off);
  const asked = tags.map(priceText).join(' or ');
  const difference =
    off > 0 ? `${price} − ${end} = ${formatInr(off)} above` : `${end} − ${price} = ${formatInr(-off)} below`;
  return `Level ${level.level}: ${pricePerVmText(vms)}${size === null ? '' : ` for ${size}`}; ${asked}: ${difference}`;
}
