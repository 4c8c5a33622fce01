import { expect, test } from '@playwright/test';
import type { ExperimentItem, ExperimentPage } from '#lib/domain/live/api.ts';
import { SUMMARY_VERSION } from '#lib/domain/report/report-summary.ts';
import { finishedRun } from './support/seed.ts';

const item = (n: number): ExperimentItem => ({
  ...{ id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`, name: `Run ${n}`, state: 'done' },
  ...{ sweepId: null, problem: null, createdAt: '2026-11-20T10:00:00.000Z', reportedAt: null },
  summary: {
    ...{ version: SUMMARY_VERSION, createdAt: '2026-11-20T10:00:00.000Z', warnings: 0 },
    verdict: { choice: 'either', sentence: `Sentence ${n}.`, confidence: 'close' },
    candidates: [
      { id: 'a', mode: 'event-function', p95: 12.5, usdPerMonth: 3 },
      { id: 'b', mode: 'container', p95: 8, usdPerMonth: 20 },
    ],
  },
});

const pages: Record<string, ExperimentPage> = {
  '': { experiments: [1, 2].map(item), next: item(2).id },
  [item(2).id]: { experiments: [3].map(item), next: null },
};

test('a long list shows its first page, and the next one when it is asked for', async ({ page }) => {
  await page.route('**/api/experiments?*', (route) => {
    const after = new URL(route.request().url()).searchParams.get('after') ?? '';
    return route.fulfill({ json: pages[after] });
  });
  await page.goto('/experiments');
  const names = page.getByRole('table', { name: 'Experiments' }).getByRole('link');
  await expect(names).toHaveText(['Run 1', 'Run 2']);
  await page.getByRole('button', { name: 'More' }).click();
  await expect(names).toHaveText(['Run 1', 'Run 2', 'Run 3']);
  await expect(page.getByRole('button', { name: 'More' })).toHaveCount(0);
});

test('answers come compressed, but for event streams, which would be held back', async ({ request }) => {
  const id = await finishedRun(request);
  const encoding = async (path: string) => {
    const headers = { 'accept-encoding': 'gzip' };
    return (await request.get(path, { headers })).headers()['content-encoding'];
  };
  for (const path of ['/', '/api/samples', `/api/experiments/${id}`, `/api/experiments/${id}/report.json`]) {
    expect([path, await encoding(path)]).toEqual([path, 'gzip']);
  }
  expect(await encoding(`/api/experiments/${id}/events`)).toBeUndefined();
});
