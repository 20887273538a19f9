import { expect, it } from 'vitest';
import type { SerializedError, TestModule } from 'vitest/node';
import { closingLine, countTests } from './closing-line-reporter.ts';

function module(state: string, tests: string[]): TestModule {
  const all = tests.map((each) => ({ result: () => ({ state: each }) }));
  return { state: () => state, children: { allTests: () => all } } as unknown as TestModule;
}

it('counts over all files', () =>
  expect(
    countTests(
      [module('failed', ['passed', 'failed']), module('passed', ['passed', 'skipped', 'pending'])],
      [],
    ),
  ).toEqual({ passed: 2, failed: 1, skipped: 2 }));

it('counts a file that could not run as failed', () =>
  expect(countTests([module('failed', []), module('passed', ['passed'])], []).failed).toBe(1));

it('counts an error outside every test as failed', () =>
  expect(countTests([module('passed', ['passed'])], [{ message: 'late' } as SerializedError]).failed).toBe(
    1,
  ));

it('is one plain line', () =>
  expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped'));
