import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { finishedRun } from './support/seed.ts';

/** The product runs code: a page of another site in the same browser must not be able to use it. */

let site: Server;
let port: number;

test.beforeAll(async () => {
  site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  port = (site.address() as AddressInfo).port;
});
test.afterAll(() => new Promise((resolve) => site.close(resolve)));

/** The same host on another port is "same-site" to a browser, another name is "cross-site". */
for (const host of ['127.0.0.1', 'localhost']) {
  test.describe(`a page of http://${host} on another port`, () => {
    let done: string;
    let before: unknown;

    test.beforeEach(async ({ page, request }) => {
      done = await finishedRun(request);
      before = await whatIsThere(request);
      await page.goto(`http://${host}:${port}/`);
      await expect(page.getByRole('heading', { name: 'Elsewhere' })).toBeVisible();
    });
    test.afterEach(async ({ request }) => {
      expect(await whatIsThere(request)).toEqual(before);
    });

    test('cannot send or read by fetch', async ({ page, baseURL }) => {
      const refused = refusals(page, baseURL);
      for (const mode of ['cors', 'no-cors'] as const) {
        for (const path of ['workloads', 'experiments', `experiments/${done}/share`, 'playground/runs']) {
          expect(await post(page, `${baseURL}/api/${path}`, mode), path).toBe(
            mode === 'cors' ? 'failed' : 'sent',
          );
        }
      }
      const read = page.evaluate(
        (url) => fetch(url).then((answer) => answer.text()),
        `${baseURL}/api/experiments`,
      );
      await expect(read).rejects.toThrow();
      expect(await refused()).toEqual([403]);
    });

    test('cannot post a form', async ({ page, baseURL }) => {
      const refused = refusals(page, baseURL);
      for (const encoding of ['text/plain', 'application/x-www-form-urlencoded']) {
        await page.goto(`http://${host}:${port}/`);
        await page.evaluate(submitForm, { action: `${baseURL}/api/experiments`, encoding });
        await page.waitForURL(`${baseURL}/api/experiments`);
      }
      expect(await refused()).toEqual([403]);
    });

    test('cannot show it in a frame', async ({ page, baseURL }) => {
      const refused = refusals(page, baseURL);
      const answered = page.waitForResponse(`${baseURL}/`);
      await page.evaluate((url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
      }, `${baseURL}/`);
      await answered;
      expect(await refused()).toEqual([403]);
      for (const frame of page.frames().slice(1)) {
        await expect(frame.getByRole('button', { name: 'Run a sample on both' })).toHaveCount(0);
      }
    });

    test('cannot listen to a run', async ({ page, baseURL }) => {
      const heard = page.evaluate(
        (from) =>
          new Promise<string>((resolve) => {
            const source = new EventSource(from);
            source.onmessage = ({ data }) => resolve(data);
            source.onerror = () => resolve(source.readyState === EventSource.CLOSED ? 'refused' : 'lost');
          }),
        `${baseURL}/api/experiments/${done}/events`,
      );
      expect(await heard).toBe('refused');
    });
  });
}

test('a name that an attacker points at this machine is refused', async ({ baseURL }) => {
  const { port: own } = new URL(baseURL ?? '');
  for (const path of ['/', '/api/experiments', '/r/anything']) {
    expect(await statusWithHost(own, path, `rebound.example:${own}`), path).toBe(403);
  }
  expect(await statusWithHost(own, '/api/experiments', `localhost:${own}`)).toBe(200);
});

const read = async (request: APIRequestContext, path: string) => (await request.get(path)).json();

/** Everything that an attack could have added to. */
async function whatIsThere(request: APIRequestContext) {
  return {
    workloads: (await read(request, '/api/workloads?limit=100')).workloads.length,
    experiments: (await read(request, '/api/experiments?limit=100')).experiments.length,
    shares: (await read(request, `/api/experiments/${await finishedRun(request)}/share`)).length,
  };
}

/** Collects how the product answers this page; the different statuses when asked. Preflights have no own entry. */
function refusals(page: Page, baseURL: string | undefined): () => Promise<number[]> {
  const statuses = new Set<number>();
  page.on('response', (response) => {
    if (baseURL && response.url().startsWith(baseURL)) statuses.add(response.status());
  });
  return async () => {
    await expect.poll(() => statuses.size).toBeGreaterThan(0);
    return [...statuses];
  };
}

const post = (page: Page, url: string, mode: 'cors' | 'no-cors'): Promise<string> =>
  page.evaluate(
    ([to, how]) =>
      fetch(to, {
        method: 'POST',
        mode: how,
        credentials: 'include',
        headers: { 'content-type': how === 'cors' ? 'application/json' : 'text/plain' },
        body: JSON.stringify({ workloadId: 'any', plan: {} }),
      }).then(
        () => 'sent',
        () => 'failed',
      ),
    [url, mode] as const,
  );

function submitForm({ action, encoding }: { action: string; encoding: string }): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.enctype = encoding;
  const field = document.createElement('input');
  field.name = '{"workloadId":"any","plan":{},"x":"';
  field.value = '"}';
  form.append(field);
  document.body.append(form);
  form.submit();
}

/** Browsers and Playwright's own client set Host from the address; a rebound name needs a plain request. */
const statusWithHost = (own: string, path: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: Number(own), path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once('error', reject).end();
  });
