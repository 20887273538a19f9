import { describe, expect, it } from 'vitest';
import { momentOn, monthStart } from './business-day.ts';

describe('the business day', () => {
  it('has the Indian time of day, also where UTC is still on the day before', () => {
    expect(momentOn('2025-01-31', Date.parse('2031-06-01T09:00:00Z'))).toBe('2025-01-31T09:00:00.000Z');
    // 01:00 in India.
    expect(momentOn('2025-01-31', Date.parse('2031-06-01T19:30:00Z'))).toBe('2025-01-30T19:30:00.000Z');
  });

  it('knows the first of its month', () => {
    expect(monthStart('2025-01-31')).toBe('2025-01-01');
  });
});
