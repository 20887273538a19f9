import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { assumptionIds, assumptions } from '../claims/audit/assumptions.ts';
import { GIB } from '../core/units.ts';
import { assumedBy, assumptionOptions } from './assumption-options.ts';

function parse(...args: string[]) {
  const program = assumptionOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  program.parse(args, { from: 'user' });
  return assumedBy(program.opts());
}

describe('options of the assumptions', () => {
  it('there is one for each, and what is not given is not set', () => {
    const names = assumptionOptions(new Command()).options.map((option) => option.attributeName());
    expect(names).toEqual(assumptionIds);
    expect(parse()).toEqual({});
  });

  it('reads numbers, shares and sizes', () => {
    expect(
      parse(
        '--action-seconds',
        '7.5',
        '--backup-ratio',
        '30%',
        '--system-bytes',
        '20GB',
        '--customers-growth-per-month',
        '5%',
      ),
    ).toEqual({ actionSeconds: 7.5, backupRatio: 0.3, systemBytes: 20 * GIB, customersGrowthPerMonth: 0.05 });
  });

  it.each([
    ['--action-seconds', 'soon'],
    ['--action-seconds', '0'],
    ['--action-seconds', '20%'],
    ['--action-seconds', '1e3'],
    ['--backup-ratio', '300%'],
    ['--backup-ratio', '0.3'],
    ['--system-bytes', '20'],
    ['--working-days-per-month', '32'],
  ])('refuses %s %s', (option, value) => {
    expect(() => parse(option, value)).toThrow(/Allowed: a number from/);
  });

  it('the usual value of every assumption lies within its own bounds', () => {
    for (const id of assumptionIds) {
      const { usual, least, most } = assumptions[id];
      expect(usual >= least && usual <= most, id).toBe(true);
    }
  });
});
