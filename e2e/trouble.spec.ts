import { expect, test } from '@playwright/test';
import { openLine } from './support/line.ts';
import { ownWorkload, readExperiment, startRun } from './support/seed.ts';

const THROWS = `export async function handler() {
  console.log('about to fall over');
  throw new Error('no such luck');
}
`;
const THROWS_SOMETIMES = `export async function handler(event: { rawPath: string }) {
  if (event.rawPath === '/bad') {
    console.log('asked for', event.rawPath);
    throw new Error('this one is bad');
  }
  return { statusCode: 200, body: 'good' };
}
`;
const SHORT = { secondsPerCandidate: 2, warmupSeconds: 0, rounds: 1, ratePerSecond: 10, starts: 0 };

test('a syntax error is told with its place, and what to do', async ({ page, request }) => {
  const code = 'export function handler() {\n  return {;\n}\n';
  const id = await startRun(request, ownWorkload('Broken', code), SHORT);
  await page.goto(`/experiments/${id}`);
  const problem = page.getByRole('alert').filter({ hasText: 'In your code' });
  await expect(problem).toBeVisible({ timeout: 30_000 });
  await expect(problem).toContainText(/handler\.ts/);
  await expect(problem).toContainText(/2/);
  await expect(page.getByText('Nothing was measured before it stopped.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run again' })).toBeEnabled();

  // The fault is in the code: the way to correct it comes before the same run again, and nothing is typed twice.
  const actions = await problem.getByRole('link').or(problem.getByRole('button')).allTextContents();
  expect(actions.indexOf('Edit a copy')).toBeLessThan(actions.indexOf('Run again'));
  await problem.getByRole('link', { name: 'Edit a copy' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Broken');
  await expect(page.getByRole('textbox', { name: /^Content of / })).toContainText('return {;');
  await page.getByLabel('Name', { exact: true }).fill('Mended');
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Mended');
});

test('a handler that always throws ends the run with its own log', async ({ page, request }) => {
  const id = await startRun(request, ownWorkload('Throws', THROWS), SHORT);
  await page.goto(`/experiments/${id}`);
  const problem = page.getByRole('alert').filter({ hasText: 'In your code' });
  await expect(problem).toContainText('no such luck', { timeout: 30_000 });
  await problem.getByText('Log and detail').click();
  await expect(problem.getByText('about to fall over')).toBeVisible();
});

test('a reason in many words does not make the home page wider than the screen', async ({
  page,
  request,
}) => {
  const words = 'so many words '.repeat(40);
  const id = await startRun(
    request,
    ownWorkload('Wordy', `export const handler = () => { throw new Error('${words}'); };`),
    SHORT,
  );
  await expect.poll(async () => (await readExperiment(request, id)).state).toBe('failed');
  await page.goto('/');
  await expect(page.getByText(/so many words/)).toBeVisible();
  const [shown, whole] = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return [clientWidth, scrollWidth];
  });
  expect(whole).toBe(shown);
});

test('a handler that throws at some requests has its log in the report', async ({ page, request }) => {
  const workload = ownWorkload('Throws sometimes', THROWS_SOMETIMES);
  const requests = ['/good', '/bad'].map((path) => ({ method: 'GET' as const, path }));
  const id = await startRun(request, { ...workload, trigger: { kind: 'http', requests } }, SHORT);
  await page.goto(`/experiments/${id}`);
  const failures = page
    .getByRole('region', { name: 'Latency' })
    .getByRole('listitem')
    .filter({ hasText: 'Its log' });
  await expect(failures).toHaveCount(2, { timeout: 60_000 });
  for (const failure of await failures.all()) {
    await expect(failure).toContainText('this one is bad');
    await failure.getByText('Its log').click();
    await expect(failure.getByText('asked for /bad')).toBeVisible();
  }
});

test('a run can be cancelled while it measures', async ({ page, request }) => {
  const id = await startRun(request, ownWorkload('Long', THROWS_SOMETIMES), {
    ...SHORT,
    secondsPerCandidate: 60,
  });
  await page.goto(`/experiments/${id}`);
  await expect(page.getByText(/Measuring the function side/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expect(page.getByText('You cancelled this run')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Cancel run' })).toHaveCount(0);
  expect((await readExperiment(request, id)).state).toBe('cancelled');
});

test('a page that lost the network says so, and catches up when it is back', async ({
  page,
  request,
  baseURL,
}) => {
  const line = await openLine(baseURL ?? '');
  const id = await startRun(request, ownWorkload('Cut off', THROWS_SOMETIMES), {
    ...SHORT,
    secondsPerCandidate: 6,
  });
  await page.goto(`${line.url}/experiments/${id}`);
  await expect(page.getByText(/Measuring the function side/)).toBeVisible({ timeout: 30_000 });
  line.cut();
  await expect(page.getByText('Connection lost, trying again.')).toBeVisible();
  // The run goes on without the page.
  const samples = async () => (await readExperiment(request, id)).samples;
  const before = await samples();
  await expect.poll(samples).toBeGreaterThan(before);
  line.mend();
  await expect(page.getByText('Connection lost')).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Sections of the report' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('row', { name: /^Requests \d/ })).toHaveCount(1);
  await line.close();
});

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

test('unknown addresses are 404, in words', async ({ page, request }) => {
  expect((await page.goto('/no/such/page'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Nothing is at this address' })).toBeVisible();
  expect((await page.goto('/r/no-such-report-anywhere'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'No report is at this link' })).toBeVisible();

  for (const path of [`/experiments/${UNKNOWN}`, `/workloads/${UNKNOWN}`, '/experiments/not-an-id']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect((await request.get(`/api${path}`)).status(), path).toBe(404);
  }
});
