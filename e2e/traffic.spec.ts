import { expect, type Page, test } from '@playwright/test';
import { ownWorkload } from './support/seed.ts';

/** A run with a pattern: seen before it runs, named in its report. */

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option }).click();
}

test('a pattern is drawn before the run, checked, run on both sides and named in the report', async ({
  page,
  request,
}) => {
  const code = 'export const handler = async () => ({ statusCode: 200, body: "ok" });\n';
  const stored = await request.post('/api/workloads', { data: ownWorkload('Spiky', code) });
  await page.goto(`/workloads/${(await stored.json()).id}`);

  await choose(page, 'Traffic of the run', 'A trace file');
  const csv = (text: string) => ({ name: 'log.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByLabel('File', { exact: true }).setInputFiles(csv('second,requests\n0,5\n1,many\n'));
  await expect(page.getByText(/row 3: the count is not a whole number/)).toBeVisible();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(csv('second,requests\n0,50\n10,0\n20,100\n30,50\n'));
  await expect(page.getByText(/intervals each|Read as counts per interval/).first()).toBeVisible();

  await choose(page, 'Traffic of the run', 'Spike');
  await field(page, 'Measured time').fill('2');
  await field(page, 'Turns').fill('1');
  await field(page, 'Peak rate').fill('80');
  await field(page, 'Played in each turn').fill('40');
  const chart = page.getByRole('figure', { name: 'Rate of the requests in one turn' });
  await expect(chart).toContainText('80/s at the peak');
  await expect(page.getByText('40 s are played in 2 s, 20 times faster.')).toBeVisible();
  await field(page, 'Base rate').fill('9000');
  await expect(page.getByText(/means more than 5,000\/s over a turn of 2 s/)).toBeVisible();
  await field(page, 'Base rate').fill('10');
  await page.getByText('More about how it is run').click();
  await field(page, 'Forced starts').fill('0');
  await page.getByRole('button', { name: 'Run on both' }).click();

  await page.waitForURL(/\/experiments\/[\w-]+$/);
  await expect(page.getByRole('region', { name: 'Method' })).toContainText('a spike to 80/s', {
    timeout: 60_000,
  });
  await expect(page.getByRole('figure', { name: 'What was sent in each turn' })).toBeVisible();
  await expect(page.getByText(/Time was compressed: 40 s in each turn of 2 s/)).toBeVisible();
});
