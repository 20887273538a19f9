import { describe, expect, it } from 'vitest';
import { isAddress } from './queue-mail.ts';
import { htmlOf, templateNames, writeMail } from './templates.ts';

const bare = { name: 'Asha', jeweller: 'Sarkar' };
const full = {
  ...bare,
  ...{ orderId: 7, totalInr: 123_456, when: '3 February 2025', purpose: 'Ring sizing', repair: 'Clasp' },
  ...{ scheme: 'Gold Plan', monthlyInr: 5_000 },
};

describe.each(templateNames)('%s', (template) => {
  it.each([bare, full])('says something whole, whatever the customer has', (facts) => {
    const { subject, body } = writeMail(template, facts);
    expect(subject).toMatch(/^Your [^\n{}]+$/);
    expect(body).toMatch(/^Dear Asha,\n\n/);
    expect(body).not.toMatch(/[{}]|undefined| {2}|\(\)/);
    expect(htmlOf(body, 'Sarkar').match(/<p>/g)).toHaveLength(4);
  });

  it('lets nobody’s name become markup, or another header', () => {
    const facts = { ...full, name: '<script>alert(1)</script>', jeweller: 'A & B\r\nBcc: all@x.example' };
    const { subject, body } = writeMail(template, facts);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(body).toContain('<script>');
    expect(htmlOf(body, facts.jeweller)).not.toContain('<script>');
    expect(htmlOf(body, facts.jeweller)).toContain('A &amp; B');
  });
});

it('writes rupees as India does', () => {
  expect(writeMail('order-confirmation', full).body).toContain('Rs 1,23,456');
});

it.each([
  ['a@b.example', true],
  ['asha.testwala+x@b.example', true],
  ['a@b.example, c@d.example', false],
  ['a@b.example;c@d.example', false],
  ['A <a@b.example>', false],
  ['a@b.example\r\nRCPT TO:<c@d.example>', false],
  ['a', false],
  ['', false],
  [null, false],
  [`${'a'.repeat(260)}@b.example`, false],
])('%s is one address: %s', (text, is) => expect(isAddress(text)).toBe(is));
