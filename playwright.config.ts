import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** The browser: the one named, else Playwright's own, else Debian's. */
const debian = '/usr/bin/chromium';
const named = process.env.PLAYWRIGHT_CHROMIUM_PATH;
const executablePath = named ?? (existsSync(debian) ? debian : undefined);

const FIRST = '**/first-run.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  // One machine measures and shows: two browsers at once would disturb both.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  // The new user's run comes first, so that those who look at a finished report have one.
  projects: [
    { name: 'first', testMatch: FIRST },
    { name: 'rest', testIgnore: FIRST },
  ],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_RESULTS ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: process.env.CROSSOVER_URL,
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});
