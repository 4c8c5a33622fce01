import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Deployment, DeploySpec } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { createFunctionExecutor, type FunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { atMost, type BenchRow } from '../bench.ts';
import { runNode } from './node-process.ts';
import { ms, type Pairs, pairs } from './pairs.ts';
import { requestOf, specOf } from './workload.ts';

const PAIRS = 40;
const MEMORY = 1_769;
/** A real bundle of 517 KB that is here anyway: terser, as Next ships it. */
const MODULE = fileURLToPath(
  new URL('../../../node_modules/next/dist/compiled/terser/bundle.min.js', import.meta.url),
);
const USE = "require('./large.js')";
const handlerOf = (load: string): string => `const large = ${load};
exports.handler = () => Object.keys(large).length;`;

const spec = (): DeploySpec => {
  const files = [
    { path: 'index.js', content: handlerOf(USE) },
    { path: 'large.js', content: readFileSync(MODULE, 'utf8') },
  ];
  return { ...specOf(''), bundle: { entry: 'index.js', handler: 'handler', files } };
};

/** The require and the first call alone, in a fresh Node that is up already; and with Node's own start. */
async function plainRequire(withStart: boolean): Promise<Ms> {
  const script = `const started = performance.now(); const exports = {}; ${handlerOf(`require(${JSON.stringify(MODULE)})`)};
    exports.handler(); console.log(performance.now() - started);`;
  const { output, elapsed } = await runNode(['-e', script]);
  return withStart ? elapsed : Number(output);
}

async function firstCall(deployment: Deployment): Promise<Ms> {
  const started = performance.now();
  const invocation = await deployment.invoke(requestOf());
  const elapsed = performance.now() - started;
  if (invocation.outcome !== 'ok' || invocation.prestarted !== true)
    throw new Error(JSON.stringify(invocation));
  await deployment.kill(invocation.instanceId ?? '');
  return elapsed;
}

/** The first environment runs the module once; its cached data is there a moment later. */
async function makeCache(executor: FunctionExecutor, deployment: Deployment): Promise<void> {
  await executor.prestarted(MEMORY);
  const { instanceId } = await deployment.invoke(requestOf());
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await deployment.kill(instanceId ?? '');
}

/** First call of a large module in a pre-started sandbox, from the request to the answer. */
export async function largeModule(say: (text: string) => void): Promise<BenchRow[]> {
  say('First call of a large module …');
  await using executor = createFunctionExecutor({ prestarted: 4 });
  await using deployment = await executor.deploy(spec());
  await makeCache(executor, deployment);
  const prestarted = async (): Promise<Ms> => {
    await executor.prestarted(MEMORY);
    return firstCall(deployment);
  };
  return [
    row('a process that requires it', await pairs(PAIRS, () => plainRequire(true), prestarted)),
    row('the require alone, in a Node that is up', await pairs(PAIRS, () => plainRequire(false), prestarted)),
  ];
}

function row(against: string, { ratio, base, other }: Pairs): BenchRow {
  const what = 'first call of a 517 KB module, pre-started sandbox';
  const figures = `${against}: ${ms(base)}; pre-started, answered after ${ms(other)}`;
  return { what, value: ratio, unit: '×', base: figures, bar: atMost(ratio, 0.35) };
}
