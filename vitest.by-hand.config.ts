import { defineConfig } from 'vitest/config';

/** Tests that are no part of `npm test`: they take long or need what not every machine has. */
export default defineConfig({
  test: { include: ['lib/**/*.by-hand.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
});
