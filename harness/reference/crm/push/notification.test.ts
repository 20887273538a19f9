import fc from 'fast-check';
import { expect, it } from 'vitest';
import { notificationOf, payloadOf } from './notification.ts';

const data = { tenantId: 1, staffId: 2, storeId: null, title: 'T', body: 'B', url: '/x' };

it('has the same name whenever its job is repeated, and another for another job or text', () => {
  const { id } = notificationOf('7', data);
  expect(notificationOf('7', data).id).toBe(id);
  expect(id).toMatch(/^[\w-]{22}$/); // it is the push's topic too
  expect(notificationOf('8', data).id).not.toBe(id);
  expect(notificationOf('7', { ...data, body: 'C' }).id).not.toBe(id);
  expect(notificationOf('7', { ...data, tenantId: 2 }).id).not.toBe(id);
});

it('fits into a push, whatever it says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 700 }),
    fc.constant('\u0001'.repeat(5_000)),
    fc.constant('💍'.repeat(2_000)),
    fc.constant('\ud800'.repeat(2_000)),
  );
  fc.assert(
    fc.property(text, text, text, (title, body, url) => {
      const payload = payloadOf(notificationOf('1', { tenantId: 1, title, body, url }));
      expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(3_993);
      expect(Object.keys(JSON.parse(payload))).toEqual(['id', 'title', 'body', 'url']);
    }),
    { numRuns: 40 },
  );
});

it('takes what is no text for none', () => {
  expect(notificationOf('1', { tenantId: 1, title: 5 })).toMatchObject({ title: '', body: '', url: '/' });
});
