import { defineConfig } from 'vitest/config';

const slow = ['**/*.integration.test.ts', '**/*.docker.test.ts'];
const never = ['**/node_modules/**', 'reports/out/**'];

export default defineConfig({
  test: {
    reporters: process.env.CI ? ['default', './harness/setup/closing-line-reporter.ts'] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, ...slow],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: never,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: ['**/*.docker.test.ts'],
          exclude: never,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
