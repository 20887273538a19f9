import { expect, it } from 'vitest';
import { textFor } from './template-text.ts';

it('puts names into a template, and takes no name for a template', () => {
  const facts = { customer: 'Asha {{2}} $&', campaign: 'Diwali', store: 'Abids' };
  expect(textFor('Dear {{1}}, {{2}} at {{3}} {{12}} {x}', facts)).toBe(
    'Dear Asha {{2}} $&, Diwali at Abids Abids {x}',
  );
});
