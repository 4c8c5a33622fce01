// The same four figures wherever it is started, on Linux itself and in the product's container; printed as JSON.
import type { Deployment, Executor } from '#lib/domain/execution/executor.ts';
import type { Ms, PerSecond } from '#lib/domain/units.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { openSide } from '../containers/side.ts';
import { specOf as containerSpec } from '../containers/subjects.ts';
import { median } from '../functions/pairs.ts';
import { HELLO, requestOf, specOf } from '../functions/workload.ts';
import type { Figures } from './figures.ts';

const COLD = 15;
const WARM = 300;
const STARTS = 11;
const CALLERS = 16;
const MEASURED: Ms = 2_000;

async function timed(work: () => Promise<unknown>): Promise<Ms> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The median of so many; the first warms up and counts for nothing. */
async function medianOf(times: number, one: () => Promise<Ms>): Promise<Ms> {
  await one();
  const taken: Ms[] = [];
  for (let index = 0; index < times; index += 1) taken.push(await one());
  return median(taken);
}

async function answered(deployment: Deployment): Promise<string> {
  const { outcome, instanceId, problem } = await deployment.invoke(requestOf());
  if (outcome !== 'ok') throw new Error(`No answer: ${outcome} ${problem?.message ?? ''}`);
  return instanceId ?? '';
}

async function coldStart(deployment: Deployment): Promise<Ms> {
  let instance = '';
  const took = await timed(async () => {
    instance = await answered(deployment);
  });
  await deployment.kill(instance);
  return took;
}

/** Answers a second to callers who ask again as soon as they are answered. */
async function rate(deployment: Deployment): Promise<PerSecond> {
  let answers = 0;
  const caller = async (until: Ms): Promise<void> => {
    while (performance.now() < until) {
      await answered(deployment);
      answers += 1;
    }
  };
  const all = async (duration: Ms): Promise<Ms> =>
    timed(() => Promise.all(Array.from({ length: CALLERS }, () => caller(performance.now() + duration))));
  await all(MEASURED);
  answers = 0;
  const took = await all(MEASURED);
  return answers / (took / 1_000);
}

async function ofFunctions(executor: Executor): Promise<Pick<Figures, 'cold' | 'warm' | 'functionRate'>> {
  await using deployment = await executor.deploy(specOf(HELLO));
  const cold = await medianOf(COLD, () => coldStart(deployment));
  const warm = await medianOf(WARM, () => timed(() => answered(deployment)));
  await using crowd = await executor.deploy(specOf(HELLO, { memory: 128 }));
  return { cold, warm, functionRate: await rate(crowd) };
}

async function ofContainers(): Promise<Pick<Figures, 'containerStart' | 'containerRate'>> {
  await using side = await openSide('runc');
  const containerStart = await medianOf(STARTS, () => side.coldStart());
  await using deployment = await side.executor.deploy(containerSpec());
  return { containerStart, containerRate: await rate(deployment) };
}

await using functions = createFunctionExecutor();
const figures: Figures = { ...(await ofFunctions(functions)), ...(await ofContainers()) };
console.log(JSON.stringify(figures));
