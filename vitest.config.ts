import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that count what is on the whole machine, or kill an owner and look at what it leaves: one after another. */
const ALONE = [
  'lib/executors/function/leftovers.test.ts',
  'lib/executors/function/machines.test.ts',
  'lib/engine/killed-engine.test.ts',
  'lib/engine/two-engines.test.ts',
];

/** Small files that take long: begun last, one of them would run while the other worker has nothing left to do. */
const FIRST = [
  'lib/executors/container/conformance.docker.test.ts',
  'lib/engine/experiment/run-experiment.test.ts',
  'lib/executors/container/conformance.runc.test.ts',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

const settings = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    globalSetup: 'lib/server/testing/global-setup.ts',
    sequence: { sequencer: LongFirst },
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
