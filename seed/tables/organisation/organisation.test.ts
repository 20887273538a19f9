import { describe, expect, it } from 'vitest';
import { personaOf } from '../../../scenarios/lib/staff.ts';
import { plansOfThousand } from '../../testing/plans.ts';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { isGstin, panPattern } from '../../testing/tax-numbers.ts';
import { historyDays, oldestCustomerDays } from '../../time/calendar.ts';
import { places } from '../../words/places.ts';
import { storeCity } from './stores.ts';

const manyTenants = planFor({ tenants: Array.from({ length: 50 }, (_, number) => `jeweller-${number}`) });

describe.each([...plansOfThousand, ['fifty tenants', manyTenants] as const])('with %s', (_, plan) => {
  const tenants = rowsOf(plan, 'tenants');
  const stores = rowsOf(plan, 'stores');
  const storesOf = (tenant: Row) => stores.filter(({ tenant_id }) => tenant_id === tenant.id);
  const codeOf = (state: unknown) => places.find((place) => place.state === state)?.stateCode;

  it('a tenant is registered for GST in the state of its home', () => {
    for (const tenant of tenants) {
      const { gstin, pan, legal_name, home_state } = tenant as Record<string, string>;
      expect(isGstin(gstin as string), gstin).toBe(true);
      expect(pan).toMatch(panPattern);
      expect(pan?.[3]).toBe(/Limited$/.test(legal_name as string) ? 'C' : 'F');
      expect(pan?.[4]).toBe(legal_name?.[0]);
      expect(gstin?.slice(2, 12)).toBe(pan);
      expect(gstin?.slice(0, 2)).toBe(codeOf(home_state));
      expect(storesOf(tenant)[0]?.state).toBe(home_state);
    }
    expect(new Set(tenants.map(({ pan }) => pan)).size).toBe(tenants.length);
  });

  it("a store has its own state's registration under its tenant's account number, and a PIN code of its city", () => {
    for (const tenant of tenants) {
      const own = storesOf(tenant);
      expect(own).toHaveLength(4);
      expect(new Set(own.map(({ name }) => name)).size).toBe(4);
      for (const store of own) {
        const { city, state, gstin, pin_code } = store as Record<string, string>;
        const place = places.find((candidate) => candidate.city === city);
        expect(place?.state).toBe(state);
        expect(place?.pinCodes).toContain(pin_code);
        expect(isGstin(gstin as string), gstin).toBe(true);
        expect(gstin?.slice(0, 12)).toBe(`${place?.stateCode}${tenant.pan}`);
        expect(store.phone).toMatch(/^\+91[6-9]\d{9}$/);
        expect(store.name).toBe(`${city}, ${store.locality}`);
      }
    }
  });

  it('stores were open before anybody was registered, the home store first', () => {
    for (const tenant of tenants) {
      const [home, ...others] = storesOf(tenant).map(({ opened_on }) => opened_on as number);
      for (const opened of others) {
        expect(opened).toBeLessThan(-oldestCustomerDays);
        expect(opened).toBeGreaterThan(home as number);
      }
    }
  });

  it('staff have a role of their tenant that fits their persona, a phone of their own, and were there before the history', () => {
    const roles = new Map(rowsOf(plan, 'roles').map((role) => [role.id, role]));
    const staff = rowsOf(plan, 'staff');
    for (const [index, { tenant_id, role_id, persona, joined_on, active }] of staff.entries()) {
      const role = roles.get(role_id as number);
      expect(role?.tenant_id).toBe(tenant_id);
      expect(persona).toBe(personaOf(Math.floor(index / tenants.length)));
      const fitting = { 'sales-associate': ['sales'], telecaller: ['telecaller'] }[persona as string];
      expect(fitting ?? ['store-manager', 'owner']).toContain(role?.name);
      expect(joined_on).toBeLessThan(-historyDays);
      expect(joined_on).toBeGreaterThanOrEqual(-oldestCustomerDays);
      expect(active).toBe(true);
    }
    expect(new Set(staff.map(({ phone }) => phone)).size).toBe(staff.length);
    const owners = staff.filter(({ role_id }) => roles.get(role_id as number)?.name === 'owner');
    expect(owners).toHaveLength(tenants.length);
  });

  it('each tenant has each role once, with permissions that are JSON', () => {
    const roles = rowsOf(plan, 'roles');
    expect(new Set(roles.map(({ tenant_id, name }) => `${tenant_id} ${name}`)).size).toBe(6 * tenants.length);
    for (const { permissions } of roles)
      for (const level of Object.values(JSON.parse(permissions as string)))
        expect(['read', 'write']).toContain(level);
  });
});

describe('storeCity', () => {
  it('keeps the home cities of the three tenants that the document names', () => {
    const plan = planFor();
    expect([0, 1, 2].map((tenant) => storeCity(plan, tenant, 0))).toEqual([
      'Hyderabad',
      'Kolkata',
      'Ahmedabad',
    ]);
    expect(storeCity(plan, 0, 1)).toBe('Mumbai');
  });
});
