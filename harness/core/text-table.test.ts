import { expect, it } from 'vitest';
import { textTable } from './text-table.ts';

it('aligns words to the left and figures to the right, without spaces at the end', () => {
  const rows = [
    ['table', 'rows', ''],
    ['orders', '12,000', 'ok'],
    ['a', '7', ''],
  ];
  expect(textTable(rows, [1])).toEqual(['table     rows', 'orders  12,000  ok', 'a            7']);
  expect(textTable([])).toEqual([]);
});
