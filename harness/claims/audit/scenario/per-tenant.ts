import type { Claim } from '../../../core/claim.ts';
import { type Checked, finding } from '../define-check.ts';
import type { Plan } from '../plan.ts';
import { scenarioFigure } from '../statements.ts';
import { endsOf, plain, upperEnd } from '../written.ts';

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
                `${endsOf(perTenant)} × ${plain(tenants.bound)} tenants = ${plain(perTenant.bound * tenants.bound)} to ${plain(upperEnd(perTenant) * tenants.bound)}; given are ${endsOf(inAll)}`,
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
                `${plain(customers[1].bound)} / ${plain(tenants.bound)} tenants = ${plain(average)}; given are ${plain(customers[0].bound)}`,
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
