import { describe, expect, it } from 'vitest';
import { readBody, requireJson } from './body.ts';
import { at, idAt, momentAt, textAt } from './fields.ts';

const read = (body: string | Buffer) => readBody(Buffer.from(body)).body;

describe('a body', () => {
  it.each([
    ['cut off', '{"a":[1,2'],
    ['empty', ''],
    ['a list', '[{}]'],
    ['a number', '5'],
    ['null', 'null'],
    ['with a NUL', '{"a":"\0"}'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['100,000 brackets deep', '['.repeat(100_000)],
    ['100,000 objects deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['65 deep', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ])('%s is refused with 400', (_, body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ status: 400, reason: 'body' }));
  });

  it('may have 64 levels, and brackets within texts', () => {
    const deep = `${'{"a":'.repeat(64)}1${'}'.repeat(64)}`;
    expect(read(deep)).toHaveProperty('a');
    expect(read(`{"a":"${'['.repeat(500)}\\"${'{'.repeat(500)}"}`)).toHaveProperty('a');
    expect(read(`{"a":"\\\\","b":${JSON.stringify('é₹😀')}}`)).toEqual({ a: '\\', b: 'é₹😀' });
  });

  it('with __proto__ in it changes no object', () => {
    const body = read('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(at(body, 'polluted')).toBeUndefined();
    expect(at({}, 'constructor', 'name')).toBeUndefined();
  });
});

describe('a content type', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json; charset=utf8; x=y',
  ])('%s is taken', (type) => expect(() => requireJson(type, undefined)).not.toThrow());
  it.each([
    ['application/json; charset=utf-16', undefined],
    ['application/json; charset=iso-8859-1', undefined],
    ['application/jsonp', undefined],
    ['text/plain', undefined],
    [undefined, undefined],
    ['application/json', 'gzip'],
  ])('%s, packed as %s, is refused with 415', (type, encoding) => {
    expect(() => requireJson(type, encoding)).toThrow(expect.objectContaining({ status: 415 }));
  });
});

describe('fields', () => {
  it('are null where they are something else', () => {
    expect(textAt({ a: 5 }, ['a'])).toBeNull();
    expect(textAt({ a: '  ' }, ['a'])).toBeNull();
    expect(textAt(null, ['a', 'b'])).toBeNull();
    expect(textAt({ a: 'xyz' }, ['a'], 2)).toBe('xy');
  });

  it('that are ids lose no digit', () => {
    expect(idAt({ a: 5_402_731_123 }, 'a')).toBe('5402731123');
    expect(idAt(JSON.parse('{"a":12345678901234567890}'), 'a')).toBeNull();
    expect(idAt({ a: 'x'.repeat(121) }, 'a')).toBeNull();
    expect(idAt({ a: 'a b' }, 'a')).toBeNull();
    expect(idAt({ a: 1.5 }, 'a')).toBeNull();
  });

  it('that are moments are read with their zone, or with the one that is meant', () => {
    expect(momentAt({ a: '2025-01-31T10:30:00+05:30' }, ['a'])).toBe('2025-01-31T05:00:00.000Z');
    expect(momentAt({ a: '2025-01-31T10:30:00' }, ['a'], '+05:30')).toBe('2025-01-31T05:00:00.000Z');
    expect(momentAt({ a: 1_700_000_000 }, ['a'])).toBe('2023-11-14T22:13:20.000Z');
    for (const a of ['yesterday', 1e20, -1, null, '2025-99-99T00:00:00Z'])
      expect(momentAt({ a }, ['a']), String(a)).toBeNull();
  });
});
