import type { Claim } from '../../core/claim.ts';
import { formatInr, formatValue } from '../../core/units.ts';
import type { VmName } from '../vocabulary.ts';
import type { LevelVms } from './plan.ts';

/** What a VM is called before the word `VM`. */
export const vmLabel: Record<VmName, string> = {
  app: 'application',
  db: 'database',
  replica: 'read replica',
  redis: 'Redis',
  balancer: 'load balancer',
  waha: 'WhatsApp',
  telephony: 'telephony',
  mail: 'mail',
  cdn: 'CDN',
  monitoring: 'monitoring',
};

/** Rupees a month for one of them. */
export function pricePerVm(vms: LevelVms): number {
  return vms.price.bound / vms.count;
}

/** The same, with the division: `₹6,000 ÷ 3 = ₹2,000`. */
export function pricePerVmText(vms: LevelVms): string {
  const all = formatInr(vms.price.bound);
  return vms.count === 1 ? all : `${all} ÷ ${vms.count} = ${formatInr(pricePerVm(vms))}`;
}

/** vCPU and memory for people, `4 vCPU, 8 GB`; null where either is not stated. */
export function sizeText({ vCpu, memory }: LevelVms): string | null {
  return vCpu === null || memory === null
    ? null
    : `${formatValue(vCpu.bound, 'vcpu')}, ${formatValue(memory.bound, 'bytes')}`;
}

/** True where vCPU and memory of both are stated and are the same. */
export function sameSize(a: LevelVms, b: LevelVms): boolean {
  return (
    a.vCpu !== null &&
    a.memory !== null &&
    a.vCpu.bound === b.vCpu?.bound &&
    a.memory.bound === b.memory?.bound
  );
}

/** Claims of which the price of one VM is made; one VM needs no division. */
export function priceClaims({ price, count, countClaim }: LevelVms): Claim[] {
  return countClaim === null || count === 1 ? [price] : [price, countClaim];
}

/** Claims that state vCPU and memory. */
export function sizeClaims({ vCpu, memory }: LevelVms): Claim[] {
  return [vCpu, memory].filter((claim) => claim !== null);
}

/** The claim that states the disk, if one does. */
export function diskClaims({ disk }: LevelVms): Claim[] {
  return disk === null ? [] : [disk];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], last = 'and'): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

/** `Level 2`, `Levels 2 and 3`. */
export function levelsText(levels: readonly number[]): string {
  return `Level${levels.length === 1 ? '' : 's'} ${listed(levels.map(String))}`;
}
