import { expect, it } from 'vitest';
import type { SeedProgress } from './port.ts';
import { createProgress } from './progress.ts';

it('tells steps and statements at once and rows now and then, and forgets nothing', () => {
  const told: SeedProgress[] = [];
  const progress = createProgress(1000, (now) => told.push(now));
  progress.step('rows');
  for (let n = 0; n < 1000; n++) progress.wrote(1);
  expect(told.length).toBeLessThan(20);
  progress.step('indexes', 2);
  progress.did();
  progress.did();
  progress.step('certificate');
  const all = { rowsWritten: 1000, rowsExpected: 1000 };
  expect(told.slice(-4)).toEqual([
    { step: 'indexes', ...all, done: 0, of: 2 },
    { step: 'indexes', ...all, done: 1, of: 2 },
    { step: 'indexes', ...all, done: 2, of: 2 },
    { step: 'certificate', ...all },
  ]);
});
