import type { Deployment } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { createFunctionExecutor, type FunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { atMost, type BenchRow } from '../bench.ts';
import { emptyNode } from './node-process.ts';
import { ms, type Pairs, pairs } from './pairs.ts';
import { requestOf, specOf } from './workload.ts';

const PAIRS = 60;
const HANDLER = 'exports.handler = () => 42;';
const MEMORY = 1_769;

interface Cold {
  init: Ms;
  answered: Ms;
}

/** One cold request to an empty pool, and the end of its environment. */
async function coldRequest(deployment: Deployment, prestarted: boolean): Promise<Cold> {
  const started = performance.now();
  const invocation = await deployment.invoke(requestOf());
  const answered = performance.now() - started;
  if (invocation.outcome !== 'ok' || (invocation.prestarted ?? false) !== prestarted) {
    throw new Error(`Not the start that was to be measured: ${JSON.stringify(invocation)}`);
  }
  await deployment.kill(invocation.instanceId ?? '');
  return { init: invocation.init, answered };
}

async function measure(executor: FunctionExecutor, prestarted: boolean): Promise<[Pairs, Ms]> {
  await using deployment = await executor.deploy(specOf(HANDLER));
  const answers: Ms[] = [];
  const cold = async (): Promise<Ms> => {
    if (prestarted) await executor.prestarted(MEMORY);
    const { init, answered } = await coldRequest(deployment, prestarted);
    answers.push(answered);
    return init;
  };
  const taken = await pairs(PAIRS, emptyNode, cold);
  return [taken, answers.toSorted((a, b) => a - b)[Math.floor(answers.length / 2)] ?? Number.NaN];
}

function row(what: string, bar: number, [{ ratio, base, other }, answered]: [Pairs, Ms]): BenchRow {
  const against = `node -e 0: ${ms(base)}; code loaded after ${ms(other)}, first answer after ${ms(answered)}`;
  return { what, value: ratio, unit: '×', base: against, bar: atMost(ratio, bar) };
}

/** Cold starts with every layer, from the request to the loaded code, beside the start and end of an idle Node. */
export async function coldStarts(say: (text: string) => void): Promise<BenchRow[]> {
  say('Cold starts …');
  await using cold = createFunctionExecutor();
  const empty = row('cold start, every layer, empty pool', 1.3, await measure(cold, false));
  await using stocked = createFunctionExecutor({ prestarted: 4 });
  const ready = row('cold start, every layer, pre-started sandbox', 0.03, await measure(stocked, true));
  return [empty, ready];
}
