import { expect, type Page, test } from '@playwright/test';
import { finishedRun } from './support/seed.ts';

/** A simulation computes, and on two processors beside another browser that takes long. */
const COMPUTED = { timeout: 60_000 };

/** The simulator works in a worker of the page, so all of this is real. */

const run = (page: Page) => page.getByRole('button', { name: 'Simulate', exact: true });
const status = (page: Page) => page.getByRole('region', { name: 'Run the simulation' }).getByRole('status');
const growth = (page: Page) => page.getByRole('region', { name: 'Up to a thousand times the traffic' });

/** An hour of a little traffic: done in a blink. */
const SHORT = '/simulate?t=poisson&rate=0.05&h=1';

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('simulates both sides, then up to a thousand times the traffic; every chart is a table too', async ({
  page,
}) => {
  await page.goto(SHORT);
  await run(page).click();
  await expect(status(page)).toContainText('requests simulated in', COMPUTED);
  const table = page.getByRole('table', { name: /95% intervals of the simulation/ });
  await expect(table.getByRole('row', { name: /^Cold-start probability/ })).toContainText('%');
  await expect(table.getByRole('row', { name: /^Cost/ })).toContainText('$');
  await expect(growth(page).getByRole('rowheader')).toHaveText([
    /^1$/,
    '3',
    '10',
    '30',
    '100',
    '300',
    /^1,000/,
  ]);
  const buttons = page.getByRole('button', { name: /^Show as table: / });
  await expect(buttons).toHaveCount(5);
  for (let left = 5; left > 0; left--) await buttons.first().click();
  await expect(page.getByRole('button', { name: /^Show as chart: / })).toHaveCount(5);
  await expect(page.getByRole('columnheader', { name: 'Functions: instances' }).first()).toBeVisible();
});

test('a long simulation shows its progress and ends at once when it is cancelled', async ({ page }) => {
  await page.goto('/simulate?t=poisson&rate=2000&h=8760&x=10');
  await run(page).click();
  await expect(status(page)).toContainText('requests so far');
  await expect(page.getByRole('progressbar', { name: 'Progress of the simulation' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(status(page)).toContainText('Cancelled.');
  await expect(run(page)).toBeEnabled();
});

test('one that is cancelled before the simulator is loaded is cancelled, not failed', async ({ page }) => {
  await page.goto('/simulate?t=poisson&rate=2000&h=8760&x=10');
  await expect(run(page)).toBeEnabled();
  const asked = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  // What the worker's own file loads is held back until nobody wants it any more.
  await page.route('**/_next/static/chunks/**', async (route) => {
    if (/worker/.test(route.request().url())) return route.continue();
    asked.resolve();
    await cancelled.promise;
    await route.abort().catch(() => {});
  });
  await run(page).click();
  await asked.promise;
  await page.getByRole('button', { name: 'Cancel' }).click();
  cancelled.resolve();
  await expect(status(page)).toContainText('Cancelled.');
  await page.unroute('**/_next/static/chunks/**');
  await run(page).click();
  await expect(status(page)).toContainText('requests so far');
});

test('the form is in the address: typed, checked, and there again after a reload', async ({ page }) => {
  await page.goto(SHORT);
  await page.getByRole('textbox', { name: 'Burst limit' }).fill('');
  await page.getByRole('textbox', { name: 'Keep-alive' }).fill('fast');
  await expect(page.getByText('This is not a number. Simulated with 600.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Keep-alive' }).fill('90');
  await page.getByRole('combobox', { name: 'Autoscaler' }).click();
  await page.getByRole('option', { name: 'Knative KPA' }).click();
  await expect(page).toHaveURL(/burst=none/);
  await expect(page).toHaveURL(/ka=90/);
  await expect(page).toHaveURL(/scale=kpa/);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Burst limit' })).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'Keep-alive' })).toHaveValue('90');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(page.getByRole('textbox', { name: 'Keep-alive' })).toHaveValue('600');
});

test('what time compression distorts is said beside it', async ({ page }) => {
  await page.goto('/simulate?t=poisson&rate=0.05&h=1&fast=24');
  await expect(page.getByText('Keep-alive is not compressed')).toBeVisible();
  await run(page).click();
  await expect(status(page)).toContainText('requests simulated in', COMPUTED);
});

test('a trace with bad rows: the rows are named and nothing is loaded; a good one is simulated', async ({
  page,
}) => {
  await page.goto('/simulate?t=trace');
  await expect(run(page)).toBeDisabled();
  const file = page.getByLabel('File');
  await file.setInputFiles(csv('bad.csv', 'minute,requests\n0,5\n1,many\n2,3\n'));
  await expect(page.getByText(/1 row of 3 cannot be read, so nothing was loaded/)).toBeVisible();
  await expect(page.getByText(/row 3: the count is not a whole number/)).toBeVisible();
  await expect(run(page)).toBeDisabled();
  await file.setInputFiles(csv('good.csv', 'minute,requests\n0,50\n1,0\n2,30\n'));
  await expect(page.getByText('Read as counts per interval.')).toBeVisible();
  await expect(page.getByText(/about 80 requests in 3 min/).last()).toBeVisible();

  // What cannot be told is asked, and the fields below the file answer at once.
  await file.setInputFiles(csv('took.csv', 'took_ms,status\n12,200\n15,200\n'));
  await expect(page.getByText(/No column looks like the time of a request/)).toBeVisible();
  await choose(page, 'Time column', 'took_ms');
  await expect(
    page.getByText('Times are in column "took_ms"; numbers in it are milliseconds.'),
  ).toBeVisible();
  await choose(page, 'Unit', 'seconds (s)');
  await expect(page.getByText('numbers in it are seconds.')).toBeVisible();
  await choose(page, 'Count column', 'status, per second');
  await expect(page.getByText(/"status" holds requests per second/)).toBeVisible();
  await field(page, 'Interval').fill('1 s');
  await field(page, 'Interval').press('Enter');
  await expect(page.getByText('An interval is 1 s.')).toBeVisible();
  await run(page).click();
  await expect(status(page)).toContainText('requests simulated in', COMPUTED);
});

test('from a report: the run simulated beside its measurement first, then extrapolated', async ({
  page,
  request,
}) => {
  const id = await finishedRun(request);
  await page.goto(`/experiments/${id}`);
  await page.getByRole('link', { name: 'Simulate this run' }).click();
  await expect(page).toHaveURL(`/simulate?from=${id}`);
  const replay = page.getByRole('region', { name: 'Simulated beside measured' });
  await expect(replay.getByText(/of \d+ predicted figures of the run lie within/)).toBeVisible();
  await expect(replay.getByRole('row', { name: /^Cold starts/ })).toHaveCount(1);
  await expect(replay.getByRole('row', { name: /^99% within/ })).toHaveCount(2);
  await expect(page.getByText('Measured.', { exact: true }).first()).toBeVisible();
  await run(page).click();
  await expect(growth(page).getByRole('rowheader').last()).toContainText('1,000', COMPUTED);
});
