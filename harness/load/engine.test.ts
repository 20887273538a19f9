import { describe, expect, it } from 'vitest';
import { dealOf, tenantOf } from '../../scenarios/lib/dealing.ts';
import { staffNeeded } from '../../scenarios/lib/staff.ts';
import { profiles, workloadSummary } from '../../scenarios/workload.ts';
import { type RunSpec, usualDataset } from '../core/run-record.ts';
import { planOf, staffNumberOf } from './engine.ts';

const target = { baseUrl: '', caPem: null, tenants: ['a', 'b', 'c'], staffPassword: '', outDir: '' };

describe('planOf', () => {
  it.each([0.5, 1, 2])("stretches pauses as the specification's workload was (x %d)", (scale) => {
    const spec = {
      users: 7,
      customers: 900,
      seed: 3,
      dataset: usualDataset,
      profile: profiles.quick,
      requestTimeoutMs: 10_000,
    };
    const plan = planOf({ ...spec, workload: workloadSummary(scale) } as unknown as RunSpec, target);
    expect(plan.thinkScale).toBeCloseTo(scale, 9);
    expect(plan).toMatchObject({ users: 7, customers: 900, seed: 3, warmUpS: 15, windowS: 45 });
  });
});

describe('staffNumberOf', () => {
  it('gives every user of a tenant an account of its own, whatever the shares', () => {
    for (const shares of [
      [14, 3, 3],
      [5, 3, 2],
    ]) {
      const deal = dealOf(shares);
      const own = Array.from(
        { length: 150 },
        (_, user) => `${tenantOf(deal, user)} ${staffNumberOf(user, { shares })}`,
      );
      expect(new Set(own).size).toBe(150);
      const highest = Math.max(...own.map((account) => Number(account.split(' ')[1])));
      expect(highest).toBeLessThan(staffNeeded(150, shares));
    }
    const accounts = Array.from(
      { length: 20 },
      (_, user) => `${user % 3} ${staffNumberOf(user, { shares: [1, 1, 1] })}`,
    );
    expect(new Set(accounts).size).toBe(20);
    expect(Math.max(...accounts.map((account) => Number(account.split(' ')[1])))).toBe(6);
  });
});
