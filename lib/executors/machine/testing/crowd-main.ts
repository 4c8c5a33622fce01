// Run in a group that has little memory: sandboxes of one side that all touch what they may have, at once, and one more
// when they are done. Prints what became of each request as one line of JSON.

import { toProblem } from '#lib/domain/errors.ts';
import type { DeploySpec, Executor, Invocation } from '#lib/domain/execution/executor.ts';
import { createContainerExecutor } from '../../container/executor.ts';
import { createFunctionExecutor } from '../../function/function-executor.ts';
import { requestOf } from '../../function/testing/support.ts';

const [side = 'function', count = '6', memory = '256', touched = '160'] = process.argv.slice(2);

/** Holds its memory until everybody has had the time to touch theirs. */
const CODE = `export const handler = async ({ rawPath }) => {
  if (rawPath === '/small') return 'served';
  const kept = Buffer.alloc(${touched} * 1048576, 1);
  await new Promise((done) => setTimeout(done, 700));
  return kept.length;
};`;

const spec: DeploySpec = {
  name: 'crowd',
  bundle: { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content: CODE }] },
  memory: Number(memory),
  timeout: 60_000,
  environment: {},
  services: [],
  keepAlive: 600_000,
  maxConcurrency: Number(count),
  replicas: 1,
  cpus: 2,
};

const executorOf = (): Executor & AsyncDisposable =>
  side === 'function'
    ? createFunctionExecutor()
    : createContainerExecutor({ engine: side === 'docker' ? 'docker' : 'runc' });

const refused = (error: unknown): Pick<Invocation, 'outcome' | 'problem'> => ({
  outcome: 'unavailable',
  problem: toProblem(error),
});

/** A function scales with its requests; of containers each deployment has one. */
async function askAll(executor: Executor): Promise<Pick<Invocation, 'outcome' | 'problem'>[]> {
  const all = Array.from({ length: Number(count) });
  if (side === 'function') {
    await using deployment = await executor.deploy(spec);
    return await Promise.all(all.map(() => deployment.invoke(requestOf())));
  }
  const asked = all.map(async () => {
    await using deployment = await executor.deploy(spec);
    return await deployment.invoke(requestOf());
  });
  return Promise.all(asked.map((one) => one.catch(refused)));
}

await using executor = executorOf();
const first = await askAll(executor);
await using deployment = await executor.deploy(spec);
const after = await deployment.invoke(requestOf({ path: '/small' }));
const said = first.map(({ outcome, problem }) => ({
  outcome,
  code: problem?.code ?? null,
  message: problem?.message ?? null,
}));
console.log(JSON.stringify({ said, after: after.body, detail: after.problem?.message ?? null }));
