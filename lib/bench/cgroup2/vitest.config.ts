import { defineConfig } from 'vitest/config';
import { WHOLE } from '../../executors/container/testing/conformance-extent.ts';

/** What touches control groups, processes and containers; the limits are wide because the machine may be emulated. */
export default defineConfig({
  test: {
    globalSetup: 'lib/server/testing/global-setup.ts',
    include: [
      'lib/executors/function/{cgroup,pool,sandbox,attacks}/*.test.ts',
      'lib/executors/function/{leftovers,machines,failures,capabilities}.test.ts',
      'lib/executors/container/conformance.runc.test.ts',
      'lib/executors/container/engines/runc/*.{test,by-hand}.ts',
      'lib/executors/container/replica/*.test.ts',
    ],
    // Twice in every run of the attacks already.
    exclude: ['**/attacks/table.test.ts'],
    env: { [WHOLE]: '1' },
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
