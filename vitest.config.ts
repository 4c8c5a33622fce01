import { defineConfig } from 'vitest/config';

/** Tests that count what is on the whole machine, or kill an owner and look at what it leaves: one after another. */
const ALONE = [
  'lib/executors/function/leftovers.test.ts',
  'lib/executors/function/machines.test.ts',
  'lib/engine/killed-engine.test.ts',
  'lib/engine/two-engines.test.ts',
];

const settings = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    globalSetup: 'lib/server/testing/global-setup.ts',
    projects: [
      {
        test: {
          ...settings,
          name: 'together',
          include: ['lib/**/*.test.ts', 'app/**/*.test.ts', 'components/**/*.test.{ts,tsx}'],
          exclude: ALONE,
          // Most of them wait: for a container to start, for a timeout to come. Two at once fill the waiting.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...settings,
          name: 'alone',
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
