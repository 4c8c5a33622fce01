import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { LessonFigure, LessonResult } from '#lib/domain/interactive/interactive.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { createContainerExecutor } from '#lib/executors/container/executor.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { LiveContext } from '../live-context.ts';
import { runLesson } from '../run.ts';

/** Both executors as the engine has them. */
export interface Executors extends AsyncDisposable {
  sides: Record<Side, Executor>;
  /** The sides changed over: no claim about their difference may hold then. */
  swapped: Record<Side, Executor>;
}

export function realExecutors(): Executors {
  const sides = {
    function: createFunctionExecutor(),
    container: createContainerExecutor({ engine: 'runc' }),
  };
  return {
    sides,
    swapped: { function: sides.container, container: sides.function },
    async [Symbol.asyncDispose]() {
      await Promise.all([sides.function[Symbol.asyncDispose](), sides.container[Symbol.asyncDispose]()]);
    },
  };
}

export interface Rehearsal {
  result: LessonResult;
  events: InteractiveEvent[];
  /** The value of a figure; NaN when the run reported none such. */
  figure(label: RegExp, side: Side): number;
}

/** Runs a lesson as the engine does. */
export async function rehearse(slug: string, executors: Record<Side, Executor>): Promise<Rehearsal> {
  const events: InteractiveEvent[] = [];
  const signal = AbortSignal.timeout(60_000);
  await using context = new LiveContext({ executors, signal, emit: (event) => events.push(event) });
  const result = await runLesson(slug, context);
  const found = (label: RegExp, side: Side): LessonFigure | undefined =>
    result.figures.find((figure) => figure.side === side && label.test(figure.label));
  return { result, events, figure: (label, side) => found(label, side)?.value ?? Number.NaN };
}
