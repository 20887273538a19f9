import { describe, expect, it } from 'vitest';
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
  it('gives every user of a tenant an account of its own', () => {
    const accounts = Array.from({ length: 20 }, (_, user) => `${user % 3} ${staffNumberOf(user, target)}`);
    expect(new Set(accounts).size).toBe(20);
    expect(Math.max(...accounts.map((account) => Number(account.split(' ')[1])))).toBe(6);
  });
});
