import { expect, it } from 'vitest';
import type { HarnessError } from '../../harness/core/errors.ts';
import { fileFault } from './faults.ts';

it('says in one line that the disk is full or the place is not ours, and passes what is neither', () => {
  const of = (code: string) => Object.assign(new Error(`${code}: write, with a path`), { code });
  const full = fileFault(of('ENOSPC'), 'rows') as HarnessError;
  expect([full.code, full.message]).toEqual([
    'no-disk',
    'no space left to write the CSV files of rows (ENOSPC)',
  ]);
  expect(fileFault(of('EROFS'), 'rows')).toMatchObject({ code: 'not-writable' });
  const other = of('EBADF');
  expect(fileFault(other, 'rows')).toBe(other);
});
