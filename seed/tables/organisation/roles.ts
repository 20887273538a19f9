import type { Persona } from '../../../scenarios/lib/staff.ts';
import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';

type Part = 'customers' | 'sales' | 'orders' | 'stock' | 'workshop' | 'accounts' | 'staff' | 'exports';
type Permissions = Partial<Record<Part, 'read' | 'write'>>;

/** What each role may do. Workshop and accounts are roles that a tenant has at hand: who works there does not log in yet. */
const permissions = {
  owner: {
    customers: 'write',
    sales: 'write',
    orders: 'write',
    stock: 'write',
    workshop: 'write',
    accounts: 'write',
    staff: 'write',
    exports: 'write',
  },
  'store-manager': {
    customers: 'write',
    sales: 'write',
    orders: 'write',
    stock: 'write',
    workshop: 'read',
    accounts: 'read',
    staff: 'read',
    exports: 'write',
  },
  sales: { customers: 'write', sales: 'write', orders: 'write', stock: 'read', workshop: 'read' },
  telecaller: { customers: 'write', sales: 'write', orders: 'read' },
  workshop: { orders: 'read', stock: 'write', workshop: 'write' },
  accounts: { customers: 'read', orders: 'read', accounts: 'write', exports: 'write' },
} as const satisfies Record<string, Permissions>;

type Role = keyof typeof permissions;
const names = Object.keys(permissions) as Role[];
const texts = names.map((name) => JSON.stringify(permissions[name]));

const rolesOfPersonas: Readonly<Record<Persona, Role>> = {
  'sales-associate': 'sales',
  telecaller: 'telecaller',
  'store-manager': 'store-manager',
};

/** Id of a tenant's role for someone of this persona; the owner runs a store too. */
export function roleId(plan: DatasetPlan, tenant: number, persona: Persona, isOwner: boolean): number {
  const role = isOwner ? 'owner' : rolesOfPersonas[persona];
  return names.indexOf(role) * plan.request.tenants.length + tenant + 1;
}

export const roles: Table = {
  name: 'roles',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    permissions: 'json',
  },
  count: (plan) => plan.request.tenants.length * names.length,
  rows: (plan) => (index) => {
    const role = Math.floor(index / plan.request.tenants.length);
    return [index + 1, evenTenantAt(plan, index) + 1, names[role] as string, texts[role] as string];
  },
};
