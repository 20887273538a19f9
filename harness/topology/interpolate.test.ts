// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is compose's syntax that is tested
import { expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

const nested = '${WAHA_IMAGE:-${CAPACITY_VM_IMAGE:-capacity-vm:latest}}';

it.each([
  ['plain', {}, 'plain'],
  ['a ${A} b', { A: 'x' }, 'a x b'],
  ['a ${A} b', {}, 'a  b'],
  ['${A:-d}', {}, 'd'],
  ['${A:-d}', { A: '' }, 'd'],
  ['${A-d}', { A: '' }, ''],
  ['${A:+set}', { A: 'x' }, 'set'],
  ['${A:+set}', { A: '' }, ''],
  [nested, {}, 'capacity-vm:latest'],
  [nested, { CAPACITY_VM_IMAGE: 'capacity-vm:abc' }, 'capacity-vm:abc'],
  [nested, { CAPACITY_VM_IMAGE: 'capacity-vm:abc', WAHA_IMAGE: 'own/waha:1' }, 'own/waha:1'],
  [nested, { CAPACITY_VM_IMAGE: 'capacity-vm:abc', WAHA_IMAGE: '' }, 'capacity-vm:abc'],
  ['${A:-${B}}/${C:-}', { B: 'b' }, 'b/'],
  // a value is not looked into again
  ['${A}', { A: '${B}', B: 'no' }, '${B}'],
  ['$$A costs $5', {}, '$A costs $5'],
  ['${A:-open', {}, '${A:-open'],
  ['${}', {}, '${}'],
  ['${A:?wanted}', { A: 'x' }, '${A:?wanted}'],
])('%s with %j', (text, variables, filled) => {
  expect(interpolate(text, variables)).toBe(filled);
});
