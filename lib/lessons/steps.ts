import { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { LessonFigure } from '#lib/domain/interactive/interactive.ts';
import { ascending, quantile } from '#lib/domain/statistics/quantile.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import type { DeployOverrides, LessonContext, LessonRequest, TimedInvocation } from './context.ts';
import { liveCount } from './report-instances.ts';

/** The same code on both sides, deployed at the same time. @throws CrossoverError when one side cannot */
export async function deployBoth(
  context: LessonContext,
  code: Code,
  overrides?: DeployOverrides,
): Promise<Record<Side, Deployment>> {
  context.emit({ kind: 'doing', text: 'Deploying the code on both sides' });
  const [onFunction, onContainer] = await Promise.all([
    context.deploy('function', code, overrides),
    context.deploy('container', code, overrides),
  ]);
  return { function: onFunction, container: onContainer };
}

/**
 * Invokes and insists on an answer: a lesson cannot be concluded from a request that failed.
 * @throws CrossoverError with the invocation's problem, or `lesson-disturbed`
 */
export async function invokeOk(
  context: LessonContext,
  deployment: Deployment,
  request?: LessonRequest,
): Promise<TimedInvocation> {
  const invocation = await context.invoke(deployment, request);
  if (invocation.outcome === 'ok') return invocation;
  throw new CrossoverError(
    invocation.problem ?? {
      code: 'lesson-disturbed',
      owner: 'ours',
      message: `A request of the lesson ended with "${invocation.outcome}".`,
      remedy: 'Run the lesson again.',
      detail: invocation.log,
    },
  );
}

/** `count` requests, each sent when the one before it was answered. */
export async function invokeInTurn(
  context: LessonContext,
  deployment: Deployment,
  count: number,
): Promise<TimedInvocation[]> {
  const all: TimedInvocation[] = [];
  while (all.length < count) all.push(await invokeOk(context, deployment));
  return all;
}

/** `count` requests sent at the same moment. */
export const invokeTogether = (
  context: LessonContext,
  deployment: Deployment,
  count: number,
): Promise<TimedInvocation[]> =>
  Promise.all(Array.from({ length: count }, () => invokeOk(context, deployment)));

/** A number of the handler's answer. @throws ZodError or SyntaxError when the lesson's code answers otherwise. */
export function numberIn({ body }: TimedInvocation, name: string): number {
  return z.record(z.string(), z.number()).parse(JSON.parse(body ?? 'null'))[name] ?? Number.NaN;
}

/** Time of a request as its caller saw it. */
export const latency = ({ startedAtMs, endedAtMs }: TimedInvocation): Ms => endedAtMs - startedAtMs;

/** One decimal is what these figures are good for. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Median in ms of what the callers saw. */
export const medianLatency = (all: readonly TimedInvocation[]): Ms =>
  quantile(ascending(all.map(latency)), 0.5)?.value ?? 0;

/** Environments or replicas that answered. */
export const answeredBy = (all: readonly TimedInvocation[]): number =>
  new Set(all.map(({ instanceId }) => instanceId)).size;

/** Waits until nothing of the deployment runs, for at most `most` ms; true when that came about. */
export async function untilNone(context: LessonContext, deployment: Deployment, most: Ms): Promise<boolean> {
  const end = context.now() + most;
  while (liveCount(deployment.instances()) > 0) {
    if (context.now() > end) return false;
    await context.sleep(50);
  }
  return true;
}

/** One counted figure for each side. */
export const figures = (label: string, unit: string, values: Record<Side, number>): LessonFigure[] =>
  SIDES.map((side) => ({ label, unit, side, value: rounded(values[side]) }));

/** One time in ms for each side, from `of` measurements. */
export const timings = (label: string, of: number, values: Record<Side, number>): LessonFigure[] =>
  figures(label, 'ms', values).map((figure) => ({ ...figure, of }));
