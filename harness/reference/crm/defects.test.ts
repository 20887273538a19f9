import { describe, expect, it } from 'vitest';
import { createDefects } from './defects.ts';

const always = () => 0;
const never = () => 0.999;

describe('createDefects', () => {
  it('does no harm when none is named', () => {
    const none = createDefects(null, always);
    expect([none.delayMs(), none.breaks(), none.shownTenant(2)]).toEqual([0, false, 2]);
  });

  it('plants one at a time', () => {
    const slow = createDefects('slow', always);
    expect([slow.delayMs(), slow.breaks(), slow.shownTenant(2)]).toEqual([800, false, 2]);
    const errors = createDefects('errors', always);
    expect([errors.delayMs(), errors.breaks(), errors.shownTenant(2)]).toEqual([0, true, 2]);
    expect(createDefects('errors', never).breaks()).toBe(false);
  });

  it('leaks the rows of a tenant that exists', () => {
    const leak = createDefects('tenant-leak', always);
    expect([1, 2, 3].map((tenant) => leak.shownTenant(tenant))).toEqual([2, 1, 2]);
    expect(createDefects('tenant-leak', never).shownTenant(1)).toBe(1);
  });
});
