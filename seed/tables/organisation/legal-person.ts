import type { DatasetPlan } from '../../plan.ts';
import { type PanHolder, panOf } from '../../values/tax-numbers.ts';

/** What a jeweller is in law. */
const forms: readonly { holder: PanHolder; ending: string }[] = [
  { holder: 'company', ending: 'Jewellers Private Limited' },
  { holder: 'company', ending: 'Jewellery House Limited' },
  { holder: 'firm', ending: 'and Sons, Jewellers' },
  { holder: 'firm', ending: 'Jewellers and Company' },
];

/** The name of a tenant (from 0) as it is written: Mangatrai for mangatrai. */
export function tenantName(plan: DatasetPlan, tenant: number): string {
  const slug = plan.request.tenants[tenant] as string;
  return slug.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase(),
  );
}

/** Under what name a tenant (from 0) trades in law, and its permanent account number. */
export function legalPerson(plan: DatasetPlan, tenant: number): { legalName: string; pan: string } {
  const draw = plan.stream('tenants')(tenant);
  const { holder, ending } = draw.pick(forms);
  const name = tenantName(plan, tenant);
  const pan = panOf(holder, name[0] as string, tenant, draw.int(0, 0xffff_ffff));
  return { legalName: `${name} ${ending}`, pan };
}
