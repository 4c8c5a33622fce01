import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { processesOf } from '#lib/cli/testing/processes.ts';
import { startProduct } from '#lib/cli/testing/product.ts';

const HANDLER = 'export const handler = async () => ({ statusCode: 200, body: "here" });';

function filesBelow(directory: string, wanted: (entry: { isSocket(): boolean }) => boolean): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter(wanted).map((entry) => join(entry.parentPath, entry.name));
}

async function runInPlayground(url: string, authorization: string): Promise<void> {
  const code = { entry: 'h.mjs', handler: 'handler', files: [{ path: 'h.mjs', content: HANDLER }] };
  const started = await fetch(`${url}/api/playground/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ code, count: 2 }),
  });
  const { runId } = (await started.json()) as { runId: string };
  // The stream ends with the run.
  const stream = await fetch(`${url}/api/runs/${runId}/events`, { headers: { authorization } });
  expect(await stream.text()).toContain('"outcome":"ok"');
}

test('beyond loopback everything but shared reports demands the token; Ctrl-C leaves nothing behind', async () => {
  const product = await startProduct({ CROSSOVER_HOST: '0.0.0.0' });
  const [base, token] = product.url.split('/?token=');
  if (!base || !token) throw new Error(`no token in ${product.url}`);
  const authorization = `Bearer ${token}`;
  const status = async (path: string, headers = {}) =>
    (await fetch(base + path, { headers, redirect: 'manual' })).status;
  expect(await status('/')).toBe(401);
  expect(await status('/api/experiments')).toBe(401);
  expect(await status('/api/experiments', { authorization })).toBe(200);
  expect(await status(`/?token=${token}`)).toBe(303);
  expect(await status('/r/AAAAAAAAAAAAAAAAAAAAAA')).toBe(404);

  await runInPlayground(base, authorization);
  expect(processesOf(product).length).toBeGreaterThan(3);
  expect(product.output()).toMatch(/bubblewrap/);

  product.process.kill('SIGINT');
  await expect.poll(() => product.process.exitCode, { timeout: 30_000 }).toBe(0);
  expect(processesOf(product)).toEqual([]);
  expect(filesBelow(product.home, (entry) => entry.isSocket())).toEqual([]);
  expect(
    readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(product.home)),
  ).toEqual([]);
  rmSync(product.home, { recursive: true, force: true });
});

test('ending npm by SIGTERM, as a service manager does, stops everything too', async () => {
  const product = await startProduct({}, { command: ['npm', 'start'] });
  product.process.kill('SIGTERM');
  await expect.poll(() => processesOf(product), { timeout: 30_000 }).toEqual([]);
  expect(product.output()).toContain('Stopping.');
  rmSync(product.home, { recursive: true, force: true });
});

test('a taken port and an unreachable database are said in one line with the remedy', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startProduct({ CROSSOVER_PORT: String(port) })).rejects.toThrow(
    new RegExp(`Port ${port} on 127.0.0.1 is taken\\.\\n.*CROSSOVER_PORT=${port + 1}`),
  );
  server.close();
  const nowhere = `postgresql://nobody:x@127.0.0.1:${port}/x`;
  await expect(startProduct({ DATABASE_URL: nowhere })).rejects.toThrow(
    /No Postgres answers at DATABASE_URL/,
  );
});
