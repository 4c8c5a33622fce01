import { expect, type Locator, type Page, test } from '@playwright/test';

/** The default handler waits for a moment, counts its own calls and prints them. */

const rows = (page: Page): Locator =>
  page.getByRole('region', { name: 'Answers and logs' }).getByRole('listitem');
const alive = (page: Page): Locator => page.getByRole('region', { name: 'Alive now' });
const killButtons = (page: Page, what: string): Locator =>
  alive(page).getByRole('button', { name: new RegExp(`^Kill ${what} `) });

/** The environments or replicas that answered, by the words in their cells. */
async function instances(page: Page, what: string): Promise<Set<string>> {
  const named = rows(page).getByText(new RegExp(`^${what} \\S+$`));
  return new Set(await named.allTextContents());
}

/** A page that asks twice at once before it had an id would be two browsers, and not see what it runs. */
test('a browser has its id with the first page, keeps it, and gets none from a shared report', async ({
  playwright,
  baseURL,
}) => {
  const headers = { accept: 'text/html' };
  const browser = await playwright.request.newContext({ baseURL, extraHTTPHeaders: headers });
  expect((await browser.get('/playground')).headers()['set-cookie']).toMatch(/^browser=[\w-]{22}; /);
  expect((await browser.get('/playground')).headers()['set-cookie']).toBeUndefined();
  await browser.dispose();
  const reader = await playwright.request.newContext({ baseURL, extraHTTPHeaders: headers });
  expect((await reader.get('/r/nothing')).headers()['set-cookie']).toBeUndefined();
  await reader.dispose();
});

test('one request on both sides, with its answer and log', async ({ page }) => {
  await page.goto('/playground');
  await page.getByRole('button', { name: 'Invoke once' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).getByText('total')).toHaveCount(2, { timeout: 60_000 });
  await expect(
    rows(page)
      .getByText(/"waited":100/)
      .filter({ visible: true }),
  ).toHaveCount(2);
  await expect(rows(page).getByText(/^request \d+ of process \d+ took 100 ms/)).toHaveCount(2);
  await expect(rows(page).getByText(/^(cold|warm)$/)).toHaveCount(2);
  await expect(killButtons(page, 'environment')).not.toHaveCount(0);
  await expect(killButtons(page, 'replica')).not.toHaveCount(0);
});

test('a browser that is offline reaches its own machine all the same', async ({ page }) => {
  await page.goto('/playground');
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await page.getByRole('button', { name: 'Invoke once' }).click();
  await expect(rows(page).getByText('total')).toHaveCount(2, { timeout: 60_000 });
});

test('a cut connection is told at once, and the next try goes through', async ({ page, context }) => {
  await page.goto('/playground');
  await page.getByRole('button', { name: 'Invoke once' }).click();
  await expect(rows(page).getByText('total')).toHaveCount(2, { timeout: 60_000 });
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Invoke once' }).click();
  await expect(page.getByText('The Crossover server does not answer.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invoke once' })).toBeEnabled();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Invoke once' }).click();
  await expect(rows(page).getByText('total')).toHaveCount(2, { timeout: 60_000 });
});

test('five at once: an environment for each request, one replica for all; one can be killed', async ({
  page,
}) => {
  await page.goto('/playground');
  const box = page.getByRole('textbox', { name: 'Invocations at once, 1 to 50' });
  await box.fill('51');
  await box.press('Tab');
  await expect(page.getByText('At most 50 at once.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Invoke\s*N\s*at once$/ })).toBeVisible();
  await box.fill('5');
  await page.getByRole('button', { name: /^Invoke\s*5\s*at once$/ }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(rows(page).getByText('total')).toHaveCount(10, { timeout: 60_000 });
  expect((await instances(page, 'environment')).size).toBe(5);
  expect((await instances(page, 'replica')).size).toBe(1);

  await expect.poll(() => killButtons(page, 'environment').count()).toBeGreaterThanOrEqual(5);
  const name = (await killButtons(page, 'environment').first().getAttribute('aria-label')) ?? '';
  await alive(page).getByRole('button', { name, exact: true }).click();
  await expect(alive(page).getByRole('button', { name, exact: true })).toHaveCount(0);
});

test('an error in the code is told on both sides, with what was printed', async ({ page }) => {
  await page.goto('/playground');
  const editor = page.getByRole('textbox', { name: 'Content of handler.js' });
  await editor.click();
  await editor.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    "export const handler = () => { console.log('so far'); throw new Error('enough'); };",
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(rows(page).getByRole('alert').filter({ hasText: 'enough' })).toHaveCount(2, {
    timeout: 60_000,
  });
  await expect(rows(page).getByText('so far').filter({ visible: true })).toHaveCount(2);
});
