import { describe, expect, it } from 'vitest';
import { usualDataset } from '../core/run-record.ts';
import { planned, seedRequestOf, staffOf } from './seed-request.ts';

const of = (change: Partial<typeof usualDataset>) =>
  seedRequestOf({ customers: 1_000, seed: 1, users: 150, dataset: { ...usualDataset, ...change } });

describe('what a run plans to have in its database', () => {
  it('has an account for every user, in steps that let runs share a dataset', () => {
    expect(staffOf(150, [1, 1, 1])).toBe(50);
    expect(staffOf(151, [1, 1, 1])).toBe(100);
    expect(staffOf(150, [14, 3, 3])).toBe(150);
  });

  it('knows the rows before any is made', () => {
    const { planned: rows, thinner } = planned(of({}));
    expect(rows?.rows).toMatchObject({
      customers: 1_000,
      orders: 1_200,
      whatsapp_messages: 20_000,
      staff: 150,
    });
    expect(thinner).toEqual([]);
  });

  it('says in what data are less than usual, and not that they are more', () => {
    expect(planned(of({ perCustomer: { messages: 40 }, history: 2 })).thinner).toEqual([]);
    expect(planned(of({ perCustomer: { messages: 0 }, history: 0.5 })).thinner).toEqual([
      '0 messages a customer instead of 20',
      '0.5 of the usual history',
    ]);
  });
});
