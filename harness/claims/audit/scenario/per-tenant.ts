import type { Claim } from '../../../core/claim.ts';
import { groupDigits } from '../../../core/units.ts';
import { type Checked, finding } from '../define-check.ts';
import type { Plan } from '../plan.ts';
import { scenarioFigure } from '../statements.ts';
import { endsOf, upperEnd } from '../written.ts';

/** The scenario's figures for one tenant against those for all of them. */
export function perTenantFigures(plan: Plan): Checked {
  const tenants = scenarioFigure(plan, 'tenants');
  const users = [scenarioFigure(plan, 'users-per-tenant'), scenarioFigure(plan, 'users')] as const;
  const customers = [
    scenarioFigure(plan, 'customers-per-tenant'),
    scenarioFigure(plan, 'customers'),
  ] as const;
  const [perTenant, inAll] = users;
  const usersRight =
    perTenant.bound * tenants.bound === inAll.bound &&
    upperEnd(perTenant) * tenants.bound === upperEnd(inAll);
  const average = customers[1].bound / tenants.bound;
  const customersRight = Math.round(average) === customers[0].bound;
  return {
    compared: 2,
    findings: [
      ...(usersRight
        ? []
        : [
            wrong(
              'users-per-tenant',
              'Users at a time of all tenants',
              [...users, tenants],
              [
                `${endsOf(perTenant)} × ${groupDigits(tenants.bound)} tenants = ${groupDigits(perTenant.bound * tenants.bound)} to ${groupDigits(upperEnd(perTenant) * tenants.bound)}; given are ${endsOf(inAll)}`,
              ],
            ),
          ]),
      ...(customersRight
        ? []
        : [
            wrong(
              'customers-per-tenant',
              'Customers of a tenant',
              [...customers, tenants],
              [
                `${groupDigits(customers[1].bound)} / ${groupDigits(tenants.bound)} tenants = ${groupDigits(average)}; given are ${groupDigits(customers[0].bound)}`,
              ],
            ),
          ]),
    ],
  };
}

function wrong(about: string, what: string, claims: readonly Claim[], arithmetic: string[]) {
  return finding('scenario', {
    about,
    severity: 'error',
    title: `${what} do not follow from the number of tenants`,
    arithmetic,
    means: 'One of the figures that every level is measured by is wrong.',
    claims,
  });
}
