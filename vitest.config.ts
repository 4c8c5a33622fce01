import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'app/**/*.test.ts', 'components/**/*.test.{ts,tsx}'],
    globalSetup: 'lib/server/testing/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Real sandboxes and containers share two cores: files one after another keep the tests honest.
    fileParallelism: false,
  },
});
