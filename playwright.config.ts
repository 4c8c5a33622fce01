import { defineConfig } from '@playwright/test';
import { chromiumHere } from './lib/cli/testing/chromium.ts';

const { args, ...browser } = chromiumHere();

/** Products of their own. */
const APART = ['**/lifecycle.spec.ts', '**/bad-days.spec.ts'];
/** They look at what is there, a finished run too, and start none. */
const LOOKING = ['**/attacks-web.spec.ts', '**/cost.spec.ts', '**/everywhere.spec.ts', '**/simulate.spec.ts'];

/**
 * Chromium takes the last list alone, so Playwright's own entries that matter here are named again. The first
 * three are ours: with them every new context starts a process for the popup of an address bar that nobody sees.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  // One browser starts runs, one after another, and mostly waits for them; another one looks meanwhile.
  workers: 2,
  fullyParallel: false,
  // A fault of the product fails again. What passes only then is named in the last lines of `npm test`.
  retries: 1,
  projects: [
    { name: 'running', testIgnore: [...APART, ...LOOKING], workers: 1 },
    { name: 'apart', testMatch: APART, workers: 1 },
    { name: 'looking', testMatch: LOOKING, workers: 1 },
  ],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_RESULTS ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: process.env.CROSSOVER_URL,
    actionTimeout: 15_000,
    // A trace of every test is drawn and mostly thrown away: `npx playwright test --trace on` asks for one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...browser,
      args: [
        ...args,
        `--disable-features=${FEATURES_OFF.join(',')}`,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});
