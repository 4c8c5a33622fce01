import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment, DeploySpec } from '#lib/domain/execution/executor.ts';
import { RUNTIME_NAMES } from '#lib/domain/workload/runtime.ts';
import { inRuntime, runtimesOf, type Workload } from '#lib/domain/workload/workload.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { memoryStore } from '#lib/executors/services/key-value-store.ts';
import { createStoreService } from '#lib/executors/services/store-service.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import { listSamples, loadSample } from './load.ts';

const executor = createFunctionExecutor();
const stack = new AsyncDisposableStack();
stack.use(executor);
afterAll(() => stack.disposeAsync());

const specOf = async (workload: Workload): Promise<DeploySpec> => ({
  ...{ name: workload.name, bundle: await prepareBundle(workload.code), memory: 1769, timeout: 10_000 },
  ...{ environment: {}, services: [], keepAlive: 60_000, maxConcurrency: 1, replicas: 1, cpus: 1 },
});

/** The sample in each of its runtimes, each with a store of its own. */
async function everyRuntime(slug: string): Promise<Deployment[]> {
  const sample = loadSample(slug);
  return Promise.all(
    runtimesOf(sample).map(async (runtime) => {
      const { mount } = stack.use(await createStoreService({ store: memoryStore() }));
      const workload = inRuntime(sample, runtime) ?? sample;
      return stack.use(await executor.deploy({ ...(await specOf(workload)), services: [mount] }));
    }),
  );
}

let requests = 0;
async function ask(deployment: Deployment, method: string, path: string, body: string | null) {
  requests += 1;
  const request = { requestId: `r${requests}`, method, path, headers: {}, body };
  const { outcome, status, headers, body: answer, problem } = await deployment.invoke(request);
  return { outcome, status, headers, answer, problem };
}

it('two samples can be run in Node.js and in Python', () => {
  const several = listSamples().filter(({ workload }) => workload.variants !== undefined);
  expect(several.map(({ slug }) => slug)).toEqual(['blog', 'cpu']);
  for (const { workload } of several)
    expect(runtimesOf(workload).map((one) => RUNTIME_NAMES[one])).toEqual(['Node.js', 'Python']);
});

describe.each<[string, [string, string, string?][]]>([
  [
    'blog',
    [
      ['GET', '/posts'],
      ['POST', '/posts', '{"title":"Hello, World!","text":"é€😀"}'],
      ['POST', '/posts', '{"title":"  Ünder -- scores__ & co. "}'],
      ['POST', '/posts', `{"title":"${'long '.repeat(30)}","text":"x"}`],
      ['POST', '/posts', '{"title":"!!!"}'],
      ['POST', '/posts', '{"title":1}'],
      ['POST', '/posts', '{"title":"a","text":1}'],
      ['POST', '/posts', '["title"]'],
      ['POST', '/posts', 'no json'],
      ['POST', '/posts'],
      ['GET', '/posts'],
      ['GET', '/posts/'],
      ['GET', '/posts/hello-world'],
      ['GET', '/posts/hello-world/more'],
      ['GET', '/posts/%2e%2e'],
      ['GET', '/posts/ü'],
      ['DELETE', '/posts/hello-world'],
      ['DELETE', '/posts/hello-world'],
      ['GET', '/posts/hello-world'],
      ['PUT', '/posts'],
      ['PATCH', '/posts/x'],
      ['GET', '/'],
    ],
  ],
  [
    'cpu',
    [
      ['GET', '/hash?text=message-1'],
      ['GET', '/hash?text=%C3%A9+b'],
      ['GET', '/hash'],
    ],
  ],
])('%s', (slug, asked) => {
  let deployments: Deployment[] = [];
  beforeAll(async () => {
    deployments = await everyRuntime(slug);
  });

  it.each(asked)('gives one answer in every runtime: %s %s %s', async (method, path, body) => {
    const [first, ...others] = await Promise.all(
      deployments.map((deployment) => ask(deployment, method, path, body ?? null)),
    );
    expect(first).toMatchObject({ outcome: 'ok', problem: null });
    expect(others).toHaveLength(1);
    for (const other of others) expect(other).toEqual(first);
  });

  it('and to every request of its workload.json', async () => {
    for (const { method, path, body } of loadSample(slug).trigger.requests) {
      const url = path.replaceAll('{n}', '7');
      const [first, second] = await Promise.all(
        deployments.map((deployment) => ask(deployment, method, url, body?.replaceAll('{n}', '7') ?? null)),
      );
      expect(second).toEqual(first);
      expect(first?.status).toBeLessThan(500);
    }
  });
});
