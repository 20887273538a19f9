import { Command as Program } from 'commander';
import { describe, expect, it } from 'vitest';
import { GIB, MIB } from '../core/units.ts';
import { bytesOf, countOf, datasetChoice, datasetOptions } from './dataset-options.ts';

const optionsOf = (...args: string[]) =>
  datasetOptions(new Program().exitOverride().configureOutput({ writeErr: () => {} }))
    .parse(args, { from: 'user' })
    .opts();
const of = { customers: 1_000, seed: 1, staffOf: () => 50 };

describe('countOf', () => {
  it.each([
    ['10K', 10_000],
    ['50k', 50_000],
    ['10,000', 10_000],
    ['1_00_000', 100_000],
    ['250', 250],
  ])('reads %s', (text, count) => {
    expect(countOf(100, 1_000_000)(text)).toBe(count);
  });

  it.each(['', '99', '1.5K', '2M', '-1', '0x64', '1001K'])('refuses %j', (text) => {
    expect(() => countOf(100, 1_000_000)(text)).toThrow(/whole number from 100 to 1000000/);
  });
});

describe('bytesOf', () => {
  it('reads sizes as the document has them', () => {
    expect(bytesOf('15GB')).toBe(15 * GIB);
    expect(bytesOf('1.5 gb')).toBe(1.5 * GIB);
    expect(bytesOf('500MB')).toBe(500 * MIB);
  });

  it.each(['', '15', 'GB', '0GB', '-1GB', '15GiB', '900TB'])('refuses %j', (text) => {
    expect(() => bytesOf(text)).toThrow(/500MB or 15GB/);
  });
});

describe('datasetChoice', () => {
  it('is the usual data without options', async () => {
    expect(await datasetChoice(optionsOf(), of)).toEqual({
      shares: [1, 1, 1],
      perCustomer: {},
      history: 1,
      databaseBytes: null,
      planned: null,
      thinner: [],
    });
  });

  it('takes shares, rows a customer and a size', async () => {
    expect((await datasetChoice(optionsOf('--skew', 'hot'), of)).shares).toEqual([14, 3, 3]);
    const choice = await datasetChoice(
      optionsOf('--shares', '50,30,20', '--messages-per-customer', '40', '--database-size', '200MB'),
      of,
    );
    expect(choice).toMatchObject({
      shares: [5, 3, 2],
      perCustomer: { messages: 40 },
      databaseBytes: 200 * MIB,
    });
    expect(choice.history).toBeGreaterThan(2);
  });

  it('refuses a size that the customers alone exceed', async () => {
    await expect(datasetChoice(optionsOf('--database-size', '11MB'), of)).rejects.toThrow(/at least \d+MB/);
  });

  it.each([
    ['--skew', 'cold'],
    ['--shares', '50,50'],
    ['--shares', '50,50,0'],
    ['--messages-per-customer', 'many'],
    ['--skew', 'hot', '--shares', '1,1,1'],
  ])('refuses %s %s', (...args) => {
    expect(() => optionsOf(...args)).toThrow();
  });
});
