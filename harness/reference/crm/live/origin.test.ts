import { expect, it } from 'vitest';
import { isSameOrigin } from './origin.ts';

it.each([
  [undefined, 'crm.example', true],
  ['https://crm.example', 'crm.example', true],
  ['https://CRM.example', 'crm.EXAMPLE', true],
  ['https://crm.example', 'crm.example:443', true],
  ['http://crm.example', 'crm.example:80', true],
  ['http://127.0.0.1:8000', '127.0.0.1:8000', true],
  ['http://[::1]:8000', '[::1]:8000', true],
  ['http://127.0.0.1:8000', '127.0.0.1:8001', false],
  ['https://crm.example', 'crm.example:80', false],
  ['https://evil.example', 'crm.example', false],
  ['https://crm.example.evil.example', 'crm.example', false],
  ['https://evil.example/crm.example', 'crm.example', false],
  ['https://crm.example@evil.example', 'crm.example', false],
  ['null', 'crm.example', false],
  ['', 'crm.example', false],
  ['file://', 'crm.example', false],
  ['https://crm.example', undefined, false],
])('a page of %s that asks %s: %s', (origin, host, same) => {
  expect(isSameOrigin(origin, host)).toBe(same);
});
