import { expect, it } from 'vitest';
import { mailOf, returnPathOf } from './verp.ts';

it.each(['sarkar', 'two-words', 'shop-7', 'a-1-2'])('names a mail of %s, and is read back', (tenant) => {
  const name = { tenant, mailId: 2_147_483_647 };
  expect(mailOf(returnPathOf(name))).toEqual(name);
  expect(returnPathOf(name).split('@')[0]?.length).toBeLessThanOrEqual(64);
});

it('is read whatever the case that a mail server made of it', () => {
  expect(mailOf('Bounce+Sarkar-7@CRM.example')).toEqual({ tenant: 'sarkar', mailId: 7 });
});

it.each([
  'bounce+sarkar@crm.example',
  'bounce+-7@crm.example',
  'bounce+sarkar-7@elsewhere.example',
  'bounce+sarkar-x@crm.example',
  'bounce+sarkar-99999999999@crm.example',
  'bounce+sar kar-7@crm.example',
  'sarkar-7@crm.example',
  '',
])('does not read %s', (text) => expect(mailOf(text)).toBeNull());
