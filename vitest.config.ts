import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * One after another: tests that count what is on the whole machine, or how far something gets before it is frozen.
 */
const ALONE = [
  'lib/executors/function/leftovers.test.ts',
  'lib/executors/function/machines.test.ts',
  'lib/executors/function/pool/pool.test.ts',
];

/** Rooms without state, processes and files: all their tests in the same few threads, where modules are loaded once. */
const PURE = ['lib/domain/**/*.test.ts', 'lib/client/**/*.test.ts', 'components/**/*.test.{ts,tsx}'];

/** Rooms whose tests leave nothing in their process: one process for many files, where modules are loaded once. */
const TIDY_ROOMS = [
  'app/**/*.test.ts',
  'lib/cli/**/*.test.ts',
  'lib/engine/**/*.test.ts',
  'lib/executors/{host,services,source}/**/*.test.ts',
  'lib/lessons/**/*.test.ts',
  'lib/samples/**/*.test.ts',
  'lib/server/**/*.test.ts',
];
/** But for these: they put other modules in the place of ours, count a whole process, or hold it for long. */
const UNTIDY = ['lib/engine/experiment/drive.test.ts', 'lib/engine/experiment/no-python.test.ts'];
/** A process has one database, and what listens there or waits in its queue stays with it. */
const hasDatabase = (file: string): boolean =>
  readFileSync(join(import.meta.dirname, file), 'utf8').includes('useTestDatabase');
const TIDY = globSync(TIDY_ROOMS, { cwd: import.meta.dirname }).filter(
  (file) => !UNTIDY.includes(file) && !ALONE.includes(file) && !hasDatabase(file),
);

/**
 * Files that take long and mostly wait are begun first: begun last, one of them would run while the other workers have
 * nothing left to do. `pure`, which only computes, fills their waiting.
 */
const ORDER = [
  'lib/executors/container/conformance.docker.test.ts',
  'lib/engine/experiment/run-experiment.test.ts',
  'pure',
  'lib/cli/commands/run.test.ts',
  'lib/executors/container/conformance.runc.test.ts',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = ORDER.findIndex((one) => one === project.name || moduleId.endsWith(one));
      return at < 0 ? ORDER.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

const settings = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

/** Most tests wait: for a container to start, for a timeout to come. Three at once fill the waiting of two processors. */
const TOGETHER = { maxWorkers: 3, sequence: { groupOrder: 0 } };

export default defineConfig({
  test: {
    globalSetup: 'lib/server/testing/global-setup.ts',
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          ...settings,
          ...TOGETHER,
          name: 'together',
          include: ['lib/**/*.test.ts', 'app/**/*.test.ts'],
          exclude: [...ALONE, ...PURE, ...TIDY],
        },
      },
      {
        test: { ...settings, ...TOGETHER, name: 'pure', include: PURE, pool: 'threads', isolate: false },
      },
      {
        test: { ...settings, ...TOGETHER, name: 'tidy', include: TIDY, isolate: false },
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
