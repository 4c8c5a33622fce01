import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKLOAD_RUNTIMES, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { differences, probe, type Seen, seenBy } from '../testing/parity.ts';
import { createFunctionExecutor, type FunctionExecutor } from './function-executor.ts';
import { FunctionPlatform } from './service/platform.ts';
import { call, packageOf } from './testing/functions.ts';
import { requestOf, specOf } from './testing/support.ts';

let frames: FunctionExecutor;
let prestarted: FunctionExecutor;
let platform: FunctionPlatform;
beforeAll(async () => {
  frames = createFunctionExecutor();
  prestarted = createFunctionExecutor({ prestarted: 1 });
  platform = await FunctionPlatform.open();
});
afterAll(async () => {
  for (const one of [frames, prestarted, platform]) await one?.[Symbol.asyncDispose]();
});

async function seen(executor: FunctionExecutor, runtime: WorkloadRuntime): Promise<Seen> {
  const spec = specOf('', { bundle: probe(runtime) });
  await using deployment = await executor.deploy(spec);
  if (executor === prestarted) await prestarted.prestarted(spec.memory);
  const { body, problem, prestarted: early } = await deployment.invoke(requestOf());
  expect(problem).toBeNull();
  expect(early === true).toBe(executor === prestarted && runtime === 'nodejs');
  return seenBy(JSON.parse(body ?? ''));
}

async function seenByRuntimeApi(runtime: WorkloadRuntime): Promise<Seen> {
  const { files } = probe(runtime);
  const configuration = { runtime, handler: 'index.handler', memoryMiB: 256 } as const;
  const code = packageOf(Object.fromEntries(files.map(({ path, content }) => [path, content])));
  // The same name, for the code is told it.
  await platform.functions.create('test', configuration, code);
  const { value } = await call(platform, 'test');
  await platform.functions.delete('test');
  return seenBy(value);
}

describe.each(WORKLOAD_RUNTIMES)('the same handler in %s, however it is run', (runtime) => {
  let byFrames: Seen;
  beforeAll(async () => {
    byFrames = await seen(frames, runtime);
  });

  it('finds a production environment below /var/task, in UTC', () => {
    expect(byFrames).toMatchObject({
      'variable: NODE_ENV': 'production',
      'variable: TZ': 'UTC',
      'variable: LANG': 'C.UTF-8',
      'variable: LAMBDA_TASK_ROOT': '/var/task',
      'variable: _HANDLER': 'index.handler',
      directory: '/var/task',
      umask: '0022',
      arguments: [],
    });
  });

  it('sees the same in a sandbox that was started ahead', async () => {
    expect(differences(byFrames, await seen(prestarted, runtime), 'prestarted')).toEqual([]);
  });

  it('sees the same as an event function of the Lambda API', async () => {
    expect(differences(byFrames, await seenByRuntimeApi(runtime), 'runtime-api')).toEqual([]);
  });
});

it('tells a variable that only one way has, and a limit that differs', () => {
  const limit = 'limit: Max open files';
  expect(differences({ [limit]: '1 / 1' }, { [limit]: '2 / 2', 'variable: NEW': 'x' }, 'container')).toEqual([
    'variable: NEW: undefined, "x"',
  ]);
  expect(differences({ [limit]: '1 / 1' }, { [limit]: '2 / 2' }, 'prestarted')).toHaveLength(1);
});
