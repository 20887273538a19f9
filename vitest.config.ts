import { defineConfig } from 'vitest/config';

const slow = ['**/*.integration.test.ts', '**/*.docker.test.ts'];
const never = ['**/node_modules/**', 'reports/out/**'];
/** What judges speed or holds the host's run lock: nothing may work beside it. */
const alone = [
  'harness/load/**/*.integration.test.ts',
  'harness/run/**/*.docker.test.ts',
  'harness/cli/*.docker.test.ts',
  'harness/vm/telephony.docker.test.ts',
  'harness/vm/monitoring.docker.test.ts',
  'harness/reference/crm/jobs/*.docker.test.ts',
  'harness/reference/crm/whatsapp/*.docker.test.ts',
];

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
          exclude: [...never, ...alone],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: ['**/*.docker.test.ts'],
          exclude: [...never, ...alone],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          exclude: never,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
