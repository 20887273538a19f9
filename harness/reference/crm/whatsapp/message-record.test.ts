import { expect, it } from 'vitest';
import { isMessageId, kindOf, previewOf } from './message-record.ts';

it('previews a text as the seeder does, and cuts no letter in two', () => {
  expect(previewOf('a'.repeat(60))).toBe('a'.repeat(60));
  expect(previewOf(`${'a'.repeat(56)}    ${'b'.repeat(9)}`)).toBe(`${'a'.repeat(56)}...`);
  expect(previewOf('💍'.repeat(61))).toBe(`${'💍'.repeat(57)}...`);
});

it('knows kinds by what came along', () => {
  const kinds = [
    null,
    'image/jpeg',
    'audio/ogg; codecs=opus',
    'video/mp4',
    'application/pdf',
    'text/x-vcard',
  ].map(kindOf);
  expect(kinds).toEqual(['text', 'image', 'audio', 'video', 'document', 'document']);
});

it('takes for an id of a message only what can be one', () => {
  expect(isMessageId('false_919812345678@c.us_3EB0')).toBe(true);
  for (const odd of ['', 'a b', 'a\0', 'x'.repeat(201), 7, null]) expect(isMessageId(odd)).toBe(false);
});
