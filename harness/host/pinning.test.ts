import { expect, it } from 'vitest';
import { canPin, taskset } from './pinning.ts';

it('starts a program on the named cores alone', () => {
  expect(taskset([14, 15])).toEqual(['taskset', '-c', '14,15']);
});

it('tells whether the system can: never for no core, nor for one that it does not have', () => {
  expect(canPin([])).toBe(false);
  expect(canPin([4095])).toBe(false);
});

it.runIf(process.platform === 'linux')('can on the first core of this machine', () => {
  expect(canPin([0])).toBe(true);
});
