import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { postmasterOf, processesOf, processOf } from '#lib/cli/testing/processes.ts';
import { startProduct } from '#lib/cli/testing/product.ts';
import { ownWorkload } from './support/seed.ts';

const SHORT = { secondsPerSide: 2, warmupSeconds: 0, blocks: 1, ratePerSecond: 5, starts: 0 };

async function send(url: string, path: string, body: object): Promise<{ id: string }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id: string };
}

const HANDLER = 'export const handler = async () => ({ statusCode: 200, body: "here" });';

async function startRun(url: string, plan: object): Promise<string> {
  const { id: workloadId } = await send(url, '/api/workloads', ownWorkload('Bad day', HANDLER));
  return (await send(url, '/api/experiments', { workloadId, plan })).id;
}

const stateOf = async (url: string, id: string): Promise<string> => {
  const response = await fetch(`${url}/api/experiments/${id}`).catch(() => null);
  return response?.ok ? ((await response.json()) as { state: string }).state : `${response?.status}`;
};

const serves = (url: string) =>
  expect.poll(async () => (await fetch(url).catch(() => null))?.status, { timeout: 30_000 }).toBe(200);

test('Postgres, the web process and the engine are started again, and nothing acknowledged is lost', async () => {
  const product = await startProduct();
  const { url } = product;
  const id = await startRun(url, { ...SHORT, secondsPerSide: 60 });
  await expect.poll(() => stateOf(url, id), { timeout: 30_000 }).toBe('running');

  const web = processOf(product, 'lib/server/web/main.ts');
  process.kill(web, 'SIGKILL');
  await serves(url);
  expect(processOf(product, 'lib/server/web/main.ts')).not.toBe(web);
  expect(await stateOf(url, id)).toBe('running');

  const postmaster = postmasterOf(product);
  process.kill(postmaster, 'SIGKILL');
  const away = async () => {
    const page = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => null);
    return `${page?.status} ${page?.headers.get('retry-after')} ${(await page?.text())?.includes('Back in a moment')}`;
  };
  await expect.poll(away, { intervals: [10], timeout: 10_000 }).toBe('503 2 true');
  await serves(url);
  expect(postmasterOf(product)).not.toBe(postmaster);
  await expect.poll(() => stateOf(url, id), { timeout: 30_000 }).toMatch(/^(interrupted|done)$/);

  process.kill(processOf(product, 'lib/engine/main.ts'), 'SIGKILL');
  const next = await startRun(url, SHORT);
  await expect.poll(() => stateOf(url, next), { timeout: 60_000 }).toBe('done');
  expect(product.output()).not.toMatch(/did not start/);

  // Nothing stays of a supervisor that was killed, Postgres included.
  product.process.kill('SIGKILL');
  await expect.poll(() => processesOf(product), { timeout: 30_000 }).toEqual([]);
  const again = await startProduct({ CROSSOVER_HOME: join(product.home, 'home') });
  expect(await stateOf(again.url, next)).toBe('done');
  expect(await again.stop()).toBe(0);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(product.home);
  rmSync(product.home, { recursive: true, force: true });
});
