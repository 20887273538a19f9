import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crm } from './crm-requests.ts';
import { query } from './request.ts';

describe('query', () => {
  it('leaves out what is not set, and encodes the rest', () => {
    expect(query({})).toBe('');
    expect(query({ q: '+91 98', page: 2, segment: undefined })).toBe('?q=%2B91%2098&page=2');
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (q) => {
        expect(crm.search(q).path).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
    expect(crm.search('\ud83d').path).toBe('/api/customers/search?q=');
  });
});
