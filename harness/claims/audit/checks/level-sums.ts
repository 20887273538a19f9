import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { vmLabel } from '../machine.ts';
import { type LevelPlan, onlyClaim, type Plan } from '../plan.ts';
import { nearly } from '../span.ts';

/** The prices of a level's VMs and storage against the total that the document gives the level. */
export default defineCheck({
  id: 'level-sums',
  title: "Prices of a level's VMs and storage against the level's total",
  run(plan) {
    return { compared: plan.levels.length, findings: plan.levels.flatMap((level) => wrongSum(plan, level)) };
  },
});

function wrongSum(plan: Plan, level: LevelPlan) {
  const parts = [
    ...level.vms.map(({ name, price }) => ({ label: vmLabel[name], price })),
    ...(level.storage === null ? [] : [{ label: 'object storage', price: level.storage.price }]),
  ];
  const sum = parts.reduce((total, { price }) => total + price.bound, 0);
  const difference = level.total.bound - sum;
  if (nearly(level.total.bound, sum)) return [];
  const tenants = onlyClaim(plan.claims, 'scenario', { params: { figure: 'tenants' } });
  const off = formatInr(Math.abs(difference));
  const perTenant = formatInr(Math.round(sum / tenants.bound));
  return finding('level-sums', {
    about: `l${level.level}`,
    severity: 'error',
    title: `The parts of Level ${level.level} cost ${formatInr(sum)}, its total is given as ${formatInr(level.total.bound)}`,
    arithmetic: [
      `${parts.map(({ label, price }) => `${label} ${formatInr(price.bound)}`).join(' + ')} = ${formatInr(sum)}`,
      difference < 0
        ? `${formatInr(sum)} − ${formatInr(level.total.bound)} = ${off}: the total is too low`
        : `${formatInr(level.total.bound)} − ${formatInr(sum)} = ${off}: the total is too high`,
      `${formatInr(sum)} ÷ ${tenants.bound} tenants = ${perTenant} each; ${formatInr(level.perTenant.bound)} is given`,
    ],
    means: `A budget made from the total is ${off} a month ${difference < 0 ? 'short' : 'too large'}, or ${formatInr(Math.abs(difference) * 12)} a year. Either the total or one of the prices has to be mended.`,
    claims: [level.total, ...parts.map(({ price }) => price), level.perTenant, tenants],
  });
}
