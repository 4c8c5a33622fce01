import { expect, type Page, test } from '@playwright/test';
import { finishedRun } from './support/seed.ts';

/** The cost page in a real browser: what is typed and slid, what stands in the address, what is kept. */

const answer = (page: Page) => page.getByText(/^At .* requests a month/).first();
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const billOf = (page: Page, name: string) => page.getByRole('table', { name: `Bill of ${name} for a month` });

test('a what-if changes the answer and can be shared by its address', async ({ page, context }) => {
  await page.goto('/cost');
  await expect(answer(page)).toContainText('At 10M requests a month');
  await field(page, 'Requests a month').fill('250M');
  await page.getByRole('switch', { name: 'Load balancer' }).click();
  await expect(answer(page)).toContainText('At 250M requests a month');
  await expect(page).toHaveURL(/[?&]n=250000000(&|$)/);
  await expect(page).toHaveURL(/[?&]off=[^&]*load-balancer/);
  const said = await answer(page).textContent();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(answer(other)).toHaveText(said ?? '');
  await expect(field(other, 'Requests a month')).toHaveValue('250,000,000');
  await expect(other.getByRole('switch', { name: 'Load balancer' })).not.toBeChecked();
  await expect(billOf(other, 'AWS Fargate').getByText('switched off')).toHaveCount(3);
});

test('sliders work by keyboard, in the sidebar and on the chart', async ({ page }) => {
  await page.goto('/cost');
  await page.getByRole('slider', { name: 'Memory, slider' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(field(page, 'Memory')).toHaveValue('1,024');
  await expect(page.getByRole('button', { name: 'Memory: back to 512 MiB' })).toBeVisible();

  const onChart = page.getByRole('slider', { name: 'Your traffic on the chart' });
  await onChart.focus();
  await page.keyboard.press('PageUp');
  await expect(onChart).toHaveAttribute('aria-valuetext', 'your traffic: 50M');
  await expect(answer(page)).toContainText('At 50M requests a month');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(field(page, 'Memory')).toHaveValue('512');
  await expect(page).toHaveURL(/\/cost$/);
});

test('what cannot be meant is named beside its field, with the nearest value that can', async ({ page }) => {
  await page.goto('/cost');
  await field(page, 'Requests a month').fill('1e18');
  await expect(field(page, 'Requests a month')).toHaveAccessibleDescription(/At most 1,000,000,000,000\./);
  await page.getByRole('button', { name: '1,000,000,000,000' }).click();
  await expect(field(page, 'Requests a month')).toHaveValue('1,000,000,000,000');
  await field(page, 'Memory').fill('lots');
  await expect(page.getByText('This is not a number.')).toBeVisible();
  await expect(page.getByRole('button', { name: '512 MiB', exact: true })).toBeVisible();
});

test('numbers are taken as people write them, and a text that is none is kept with what is wrong', async ({
  page,
}) => {
  await page.goto('/cost');
  const requests = field(page, 'Requests a month');
  for (const text of ['40M', '40 000 000', '40.000.000', '4e7']) {
    await requests.fill(text);
    await requests.blur();
    await expect(requests).toHaveValue('40,000,000');
    await expect(answer(page)).toContainText('At 40M requests a month');
    await requests.fill('7');
  }
  await field(page, 'Memory').fill('1.5 GB');
  await field(page, 'Time of a request').fill('0,2 s');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Memory')).toHaveValue('1,536');
  await expect(field(page, 'Time of a request')).toHaveValue('200');

  await requests.fill('1.000');
  await requests.blur();
  await expect(requests).toHaveValue('1.000');
  await expect(requests).toHaveAccessibleDescription(/can mean 1 or 1,000: write 1 or 1000\./);
  await page.getByRole('button', { name: 'Requests a month: back to 10,000,000' }).click();
  await expect(requests).toHaveValue('10,000,000');

  await page.goto('/cost?n=40M&d=0.2 s');
  await expect(field(page, 'Requests a month')).toHaveValue('40,000,000');
  await expect(field(page, 'Time of a request')).toHaveValue('200');

  // The same field in the forms of the wizard and of the simulation.
  await page.goto('/workloads/new?step=resources');
  await field(page, 'Timeout').fill('5 s');
  await field(page, 'Memory').fill('lots');
  await field(page, 'Latency target').focus();
  await expect(field(page, 'Timeout')).toHaveValue('5,000');
  await expect(field(page, 'Memory')).toHaveValue('lots');
  await expect(field(page, 'Memory')).toHaveAccessibleDescription(/This is not a number\./);
  await page.goto('/simulate');
  await field(page, 'Keep-alive').fill('10 min');
  await field(page, 'Keep-alive').blur();
  await expect(field(page, 'Keep-alive')).toHaveValue('600');
});

test('platforms are chosen, compared and shown as a table', async ({ page }) => {
  await page.goto('/cost');
  await page.getByRole('button', { name: 'Choose platforms' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('IBM Cloud Functions');
  await expect(dialog.getByRole('status')).toContainText('IBM Cloud Functions ended in October 2024');
  await dialog.getByRole('searchbox').fill('app runner');
  await expect(dialog.getByRole('checkbox')).toHaveCount(1);
  await expect(dialog.getByText('Closed to new customers')).toBeVisible();
  await dialog.getByRole('checkbox').click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const ranking = page.getByRole('table', { name: 'Cost of a month on the chosen platforms' });
  await expect(ranking.getByRole('row')).toHaveCount(9);
  await page.getByRole('combobox', { name: 'Second platform' }).click();
  await page.getByRole('option', { name: /AWS App Runner/ }).click();
  await expect(billOf(page, 'AWS App Runner')).toBeVisible();

  await page.getByRole('button', { name: 'Show as table: Cost of a month against traffic' }).click();
  const table = page.getByRole('table', { name: /Dollars a month against requests/ });
  await expect(table.getByRole('columnheader')).toHaveCount(9);
});

test('an own price and an own sheet are kept, used and said, and can be taken back', async ({ page }) => {
  await page.goto('/cost');
  const said = page.getByText('Priced with your own figures: Lambda requests (Your own price).');
  const price = page.getByRole('textbox', { name: 'Price of Lambda requests' });
  await price.fill('-1');
  await price.press('Enter');
  await expect(page.getByText(/Write the price as a decimal number/)).toBeVisible();
  await price.fill('0.50');
  await price.press('Enter');
  await expect(said).toBeVisible();
  await expect(billOf(page, 'AWS Lambda')).toContainText('$5.00');
  await page.reload();
  await expect(said).toBeVisible();

  await page.getByRole('button', { name: 'Add a sheet' }).click();
  await page.getByRole('button', { name: 'Add the sheet' }).click();
  await expect(page.getByText('Name the region.')).toBeVisible();
  await page.getByLabel('Region or contract').fill('eu-central-1');
  await page.getByLabel('Where the prices are from').fill('Our contract');
  await page.getByLabel('Day on which they were true').fill('2026-10-01');
  await page.getByRole('button', { name: 'Add the sheet' }).click();
  await expect(page.getByRole('row', { name: /AWS Lambda eu-central-1/ })).toBeVisible();
  await expect(page).toHaveURL(/eu-central-1/);

  await page.getByRole('button', { name: 'Remove this sheet' }).click();
  await expect(page.getByText(/no price sheet for region "eu-central-1"/)).toBeVisible();
  await page.goto('/cost');
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(said).toHaveCount(0);
});

test('a finished report leads to what its measurement costs elsewhere', async ({ page, request }) => {
  const id = await finishedRun(request);
  await page.goto(`/experiments/${id}`);
  await page.getByRole('link', { name: 'What would it cost elsewhere?' }).click();
  await expect(page).toHaveURL(new RegExp(`/cost\\?x=${id}`));
  await expect(page.getByText(/^Measured: .* a warm request/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'See the report' })).toHaveAttribute(
    'href',
    `/experiments/${id}`,
  );
  await expect(answer(page)).toBeVisible();
});

test('an experiment that is not there is named, and the page still answers', async ({ page }) => {
  await page.goto('/cost?x=01a1fbb9-51e2-710b-80fa-ec273c0c74fa');
  await expect(page.getByText('There is no such finished report.')).toBeVisible();
  await expect(answer(page)).toBeVisible();
});
