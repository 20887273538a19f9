import type { Claim } from '../../core/claim.ts';
import { formatInr } from '../../core/units.ts';
import type { Setup, VmName } from '../vocabulary.ts';
import { claimsOf, type LevelPlan, type LevelVms, type Plan } from './plan.ts';
import { type Span, spanOf, spanText } from './span.ts';

/** What another part of the document asks for one VM. */
export interface PriceTag {
  /** Where it stands: `the section's dedicated VM`. */
  label: string;
  /** Rupees a month for one VM. */
  price: Span;
  claims: Claim[];
}

/** Services that the document prices as VMs of their own; its monitoring options are not VMs. */
const pricedAlone: readonly VmName[] = ['db', 'redis', 'waha', 'telephony', 'mail', 'cdn'];
/** Choices that buy no VM. */
const noVm = ['same-vm', 'managed'];

/**
 * Price tags that hold for VMs of a level, by where they stand. Within an inner list, one place offers alternatives: the
 * price is right where it fits one of them.
 */
export function priceTags(plan: Plan, level: LevelPlan, vms: LevelVms): PriceTag[][] {
  const places = [sectionTags(plan, vms), setupTags(plan, 'enterprise', vms.name, vms.name)];
  if (level.vms.length === 1 && vms.count === 1)
    places.push(oneVmTags(plan), setupTags(plan, 'minimum', 'vm', vms.name));
  return places.filter((tags) => tags.length > 0);
}

/** The options of the service's own section: those for just as many VMs where there are any, else those for one. */
function sectionTags(plan: Plan, { name, count }: LevelVms): PriceTag[] {
  if (!pricedAlone.includes(name)) return [];
  const options = claimsOf(plan.claims, 'price-option', { params: { of: name } })
    .filter(({ params }) => !noVm.includes(String(params.option)))
    .map((price) => {
      const grade = price.params.option ?? '';
      const [counted] = claimsOf(plan.claims, 'spec-count', { params: { of: name, grade } });
      return { price, counted, grade, count: counted?.bound ?? 1 };
    });
  const fitting = options.filter((option) => option.count === count);
  return (fitting.length > 0 ? fitting : options.filter((option) => option.count === 1)).map((option) => ({
    label: `'${option.grade}' in its own section${division(option.price, option.count)}`,
    price: perVm(option.price, option.count),
    claims: option.counted === undefined ? [option.price] : [option.price, option.counted],
  }));
}

function oneVmTags(plan: Plan): PriceTag[] {
  return claimsOf(plan.claims, 'price-option', { params: { of: 'vm', option: 'one-vm' } }).map((price) => ({
    label: 'the one VM of the Virtual Machines section',
    price: spanOf(price),
    claims: [price],
  }));
}

/**
 * Places that price such a VM, or a whole set-up of one VM, but need not mean this one: they count only where they agree. The
 * recommended set-up's VM and a phase of one VM stand beside a level of one VM.
 */
export function otherTags(plan: Plan, level: LevelPlan, vms: LevelVms): PriceTag[] {
  if (level.vms.length !== 1 || vms.count !== 1) return [];
  const phases = plan.phases.filter((phase) => {
    const [only] = phase.vms;
    return phase.vms.length === 1 && only?.name === vms.name && only.count.bound === 1;
  });
  return [
    ...setupTags(plan, 'recommended', 'vm', vms.name),
    ...phases.map(({ phase, total }) => ({ label: `Phase ${phase}`, price: spanOf(total), claims: [total] })),
  ];
}

/** What a set-up asks for one VM of its part. */
function setupTags(plan: Plan, name: Setup, part: string, vm: VmName): PriceTag[] {
  const setup = plan.setups.find((one) => one.setup === name);
  const counted = setup?.vms.find((one) => one.name === vm)?.count;
  return (setup?.parts ?? [])
    .filter(({ params }) => params.part === part)
    .map((price) => ({
      label: `the ${name} set-up${division(price, counted?.bound ?? 1)}`,
      price: perVm(price, counted?.bound ?? 1),
      claims: counted === undefined ? [price] : [price, counted],
    }));
}

/** How the price of one VM follows from that of several; nothing to say of one. */
function division(price: Claim, count: number): string {
  return count === 1 ? '' : `, ${spanText(spanOf(price), formatInr)} ÷ ${count}`;
}

function perVm(price: Claim, count: number): Span {
  const { low, high } = spanOf(price);
  return { low: low / count, high: high / count };
}
