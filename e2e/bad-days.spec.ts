import { expect, test } from '@playwright/test';
import { killing } from '#lib/bench/faults/faults.ts';
import { postmasterOf, processOf } from '#lib/cli/testing/processes.ts';
import { startProduct } from '#lib/cli/testing/product.ts';
import { ownWorkload } from './support/seed.ts';

const SEED = 7;
const SHORT = { secondsPerCandidate: 2, warmupSeconds: 0, rounds: 1, ratePerSecond: 5, starts: 0 };

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

test('Postgres and the web process are started again, and a run goes on meanwhile or is interrupted', async () => {
  const product = await startProduct();
  const { url } = product;
  const id = await startRun(url, { ...SHORT, secondsPerCandidate: 60 });
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

  expect(product.output()).not.toMatch(/did not start/);
  expect(await product.stop()).toBe(0);
});

/** One of each of `npm run -s bench -- faults`: nothing acknowledged is lost, nothing is left. */
test('each process of the product is killed in the middle of work, once', async () => {
  test.setTimeout(300_000);
  const said: string[] = [];
  const rows = await killing(1, SEED, (text) => said.push(text));
  expect(rows.length).toBeGreaterThan(8);
  for (const { what, bar, base } of rows) expect(bar?.met, `${what}: ${base} ${said.join('\n')}`).toBe(true);
});
