import { formatInr } from '../../../core/units.ts';
import { defineCheck, finding } from '../define-check.ts';
import { onlyClaim } from '../plan.ts';

/** A level's total shared among the tenants of the scenario, against the price per tenant that it is given. */
export default defineCheck({
  id: 'per-tenant',
  title: "A level's total, shared among the tenants, against its price per tenant",
  run(plan) {
    const tenants = onlyClaim(plan.claims, 'scenario', { params: { figure: 'tenants' } });
    const findings = plan.levels.flatMap(({ level, total, perTenant }) => {
      const share = total.bound / tenants.bound;
      // The document rounds to the rupee; half a rupee may go either way.
      if (Math.abs(share - perTenant.bound) <= 0.5) return [];
      const rounded = Math.round(share);
      const short = rounded > perTenant.bound;
      const off = formatInr(Math.abs(rounded - perTenant.bound));
      return finding('per-tenant', {
        about: `l${level}`,
        severity: 'error',
        title: `The price per tenant of Level ${level} is not its total shared among ${tenants.bound} tenants`,
        arithmetic: [
          `${formatInr(total.bound)} ÷ ${tenants.bound} = ${formatInr(rounded)}`,
          `${formatInr(perTenant.bound)} is given: ${off} too ${short ? 'low' : 'high'}`,
        ],
        means: `Each tenant that is charged the given price pays ${off} a month too ${short ? 'little' : 'much'}.`,
        claims: [perTenant, total, tenants],
      });
    });
    return { compared: plan.levels.length, findings };
  },
});
