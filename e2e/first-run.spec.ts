import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { readExperiment } from './support/seed.ts';

/** A new user's first minutes: one button, a live run, a report, a link for others. One page goes through all of it. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let experiment: string;
let link: string;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
});
test.afterAll(() => page.close());

const soFar = (label: string) =>
  page.getByRole('table', { name: 'Found so far' }).getByRole('row', { name: new RegExp(`^${label}`) });
const requestsSoFar = async (side: 0 | 1): Promise<number> =>
  Number((await soFar('Requests').getByRole('cell').nth(side).textContent())?.replaceAll(',', ''));
const verdict = () => page.getByRole('heading', { level: 1 });

test('the home page starts a sample on both sides with one button', async () => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Functions or containers?' })).toBeVisible();
  await page.getByRole('button', { name: 'Run a sample on both' }).click();
  await page.waitForURL(/\/experiments\/[\w-]+$/);
  experiment = new URL(page.url()).pathname.split('/').at(-1) ?? '';
});

test('the live page shows state, progress and counts, and goes on after a reload', async () => {
  const steps = page.getByRole('list', { name: 'Steps of the run' });
  const progress = page.getByRole('progressbar', { name: 'Measured time' });
  await expect(steps.getByText('Running')).toBeVisible();
  await expect(page.getByText(/Measuring the (function|container) side/)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => requestsSoFar(0)).toBeGreaterThan(20);
  await expect(page.getByText(/left$/)).toBeVisible();
  const before = {
    requests: await requestsSoFar(0),
    measured: Number(await progress.getAttribute('aria-valuenow')),
  };

  await page.reload();
  // The whole story is told again: nothing that was found before the reload is lost.
  await expect.poll(() => requestsSoFar(0)).toBeGreaterThanOrEqual(before.requests);
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')))
    .toBeGreaterThanOrEqual(before.measured);
  await expect.poll(() => requestsSoFar(1), { timeout: 30_000 }).toBeGreaterThan(0);
});

test('the report appears in the place of the live run, with the verdict and both sides', async ({
  request,
}) => {
  await expect(page.getByRole('navigation', { name: 'Sections of the report' })).toBeVisible({
    timeout: 60_000,
  });
  expect(new URL(page.url()).pathname).toBe(`/experiments/${experiment}`);
  const { report } = await readExperiment(request, experiment);
  expect(report?.verdict.sentence).toMatch(/\.$/);
  await expect(verdict()).toHaveText(report?.verdict.sentence ?? '');
  expect(report?.candidates[0]?.latency.p95?.value).toBeGreaterThan(0);

  const key = page.getByRole('table', { name: 'The numbers behind the verdict' });
  const p95 = key.getByRole('row', { name: /^p95 latency/ }).getByRole('cell');
  await expect(p95.nth(0)).toContainText(/\d (ms|s)/);
  await expect(p95.nth(1)).toContainText(/\d (ms|s)/);
  const bills = page.getByRole('table', { name: 'Bills of both sides for a month' });
  await expect(bills.getByRole('row', { name: /^Total/ })).toHaveCount(2);
  for (const total of await bills.getByRole('row', { name: /^Total/ }).all())
    await expect(total).toContainText('$');
});

test('a lock-in finding names its line and leads to it in the code', async () => {
  const place = page
    .getByRole('region', { name: 'Lock-in' })
    .getByRole('link', { name: /^handler\.ts:\d+$/ })
    .first();
  const line = (await place.textContent())?.split(':')[1];
  await place.click();
  await expect(page.locator(':target')).toBeInViewport();
  await expect(page.locator(':target')).toContainText(new RegExp(`^${line}`));
});

test('every chart is a table too', async () => {
  const toggles = page.getByRole('button', { name: /^Show as table: / });
  const names = await toggles.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const name of names) {
    const title = name.replace('Show as table: ', '');
    const figure = page.getByRole('figure', { name: title });
    await figure.getByRole('button', { name }).click();
    await expect(figure.getByRole('columnheader').first()).toBeVisible();
    await expect(figure.getByRole('row').nth(1)).toContainText(/\d/);
    await figure.getByRole('button', { name: `Show as chart: ${title}` }).click();
    await expect(figure.getByRole('columnheader')).toHaveCount(0);
  }
});

test('the exports hold the report and the samples', async () => {
  const report = JSON.parse(await download('JSON'));
  expect(report.experimentId).toBe(experiment);
  await expect(verdict()).toHaveText(report.verdict.sentence);
  const csv = (await download('CSV')).trim().split('\n');
  expect(csv[0]).toMatch(/side/);
  expect(csv.length).toBeGreaterThan(100);
});

test('a shared link shows the same report to others, and nothing to do', async ({ browser }) => {
  const sentence = (await verdict().textContent()) ?? '';
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this report' });
  await dialog.getByRole('button', { name: 'Create a link' }).click();
  const field = dialog.getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/^http.*\/r\/[\w-]{16,}$/);
  link = await field.inputValue();
  await expect(dialog.getByRole('note')).toContainText('opens on this computer only');

  const other = await openElsewhere(browser);
  expect((await other.goto(link))?.status()).toBe(200);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(sentence);
  for (const name of ['Run again', 'Share', 'Cancel run', 'Revoke']) {
    await expect(other.getByRole('button', { name })).toHaveCount(0);
  }
  await expect(other.getByRole('link', { name: 'JSON', exact: true })).toHaveAttribute(
    'href',
    /^\/api\/shares\//,
  );
  await expect(other.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
  const picture = await other.locator('meta[property="og:image"]').getAttribute('content');
  expect(picture?.startsWith(`${link}/opengraph-image`)).toBe(true);
  const drawn = await other.request.get(picture ?? '');
  expect([drawn.status(), drawn.headers()['content-type']]).toEqual([200, 'image/png']);
  const guessed = (picture ?? '').replace(/\/r\/[\w-]+/, '/r/AAAAAAAAAAAAAAAAAAAAAA');
  expect((await other.request.get(guessed)).status()).toBe(404);
  await other.context().close();
});

test('a revoked link is gone for everyone', async ({ browser }) => {
  const dialog = page.getByRole('dialog', { name: 'Share this report' });
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(dialog.getByText('No link yet')).toBeVisible();
  const other = await openElsewhere(browser);
  expect((await other.goto(link))?.status()).toBe(404);
  await expect(other.getByRole('heading', { name: 'No report is at this link' })).toBeVisible();
  await other.context().close();
});

/** Another person's browser: no cookie and no storage of ours. */
const openElsewhere = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

async function download(name: string): Promise<string> {
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name, exact: true }).click();
  return readFile(await (await started).path(), 'utf8');
}
