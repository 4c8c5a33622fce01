import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumHere } from '#lib/cli/testing/chromium.ts';
import type { Ms } from '#lib/domain/units.ts';

export const openBrowser = (): Promise<Browser> => chromium.launch(chromiumHere());

/** One step of a real page, until its reader sees the thing asked for. */
export interface Seen {
  what: string;
  took: Ms;
  outcome: string;
}

const STEPS: readonly (readonly [string, (page: Page, url: string) => Promise<unknown>])[] = [
  ['home', (page, url) => visit(page, url)],
  [
    'press',
    async (page, url) => {
      await visit(page, `${url}/playground`);
      await page
        .getByRole('button', { name: /^Invoke/ })
        .first()
        .click();
      await page
        .getByText(/\d+(\.\d+)? ms/)
        .first()
        .waitFor();
    },
  ],
  ['experiments', (page, url) => visit(page, `${url}/experiments`)],
  ['lesson', (page, url) => visit(page, `${url}/learn/cold-start`)],
  ['cost', (page, url) => visit(page, `${url}/cost`)],
];

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** One thing after another until the given moment of `performance.now()`. */
export async function browse(browser: Browser, url: string, until: Ms): Promise<Seen[]> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(120_000);
  const seen: Seen[] = [];
  for (let step = 0; performance.now() < until; step += 1) {
    const [what, go] = STEPS[step % STEPS.length] ?? ['home', visit];
    const since = performance.now();
    const outcome = await go(page, url).then(
      () => 'ok',
      (error: unknown) => `dropped: ${String(error).slice(0, 200)}`,
    );
    seen.push({ what, took: performance.now() - since, outcome });
    await page.waitForTimeout(2_000);
  }
  return seen;
}
