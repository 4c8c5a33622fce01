import { describe, expect, it } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Capability, Executor } from '#lib/domain/execution/executor.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { withTrials } from './trials.ts';

const bubblewrap: Capability = {
  ...{ id: 'bubblewrap', side: 'function', title: 'bubblewrap', status: 'ok', detail: 'here', remedy: null },
};
const runc: Capability = { ...bubblewrap, id: 'engine-runc', side: 'container', title: 'Embedded runc' };
const docker: Capability = { ...runc, id: 'engine-docker', status: 'degraded', detail: 'not there' };

const refusing: Executor = {
  side: 'container',
  deploy: () =>
    Promise.reject(
      new CrossoverError({
        ...{ code: 'container-start-failed', owner: 'ours', message: 'The container could not be started.' },
        ...{ remedy: 'Look at it.', detail: 'first\nstat /usr/local/bin/node: permission denied\n' },
      }),
    ),
  capabilities: async () => [],
  async [Symbol.asyncDispose]() {},
};

describe('what doctor says', () => {
  it('rests on a sandbox and a container that really answered', async () => {
    await using functions = createFunctionExecutor();
    await using containers = createContainerExecutor({ engine: 'runc' });
    const lines = await withTrials([bubblewrap, runc, docker], { functions, containers });
    expect(lines).toMatchObject([
      bubblewrap,
      {
        id: 'sandbox-start',
        status: 'ok',
        detail: expect.stringMatching(/^One started and answered after \d+ ms\.$/),
      },
      { ...runc, detail: expect.stringMatching(/^here A container started and answered after \d+ ms\.$/) },
      docker,
    ]);
  });

  it('is no yes where none starts', async () => {
    const lines = await withTrials([bubblewrap, runc], { functions: refusing, containers: refusing });
    const detail = 'The container could not be started. (stat /usr/local/bin/node: permission denied)';
    expect(lines).toMatchObject([
      bubblewrap,
      { id: 'sandbox-start', status: 'missing', detail: `It failed: ${detail}` },
      {
        id: 'engine-runc',
        status: 'missing',
        detail: `No container starts: ${detail}`,
        remedy: 'Look at it.',
      },
    ]);
  });

  it('tries nothing of a side that lacks something', async () => {
    const lacking: Capability = { ...bubblewrap, status: 'missing' };
    expect(await withTrials([lacking], { functions: refusing, containers: refusing })).toEqual([lacking]);
  });
});
