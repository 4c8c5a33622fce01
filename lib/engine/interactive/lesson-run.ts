import { CrossoverError } from '#lib/domain/errors.ts';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import { LiveContext } from '#lib/lessons/live-context.ts';
import { runLesson } from '#lib/lessons/run.ts';

export interface LessonTools {
  executors: Record<Side, Executor>;
  emit: (event: InteractiveEvent) => void;
  signal: AbortSignal;
  deadline: Ms;
}

/** Runs one lesson and emits its outcome. @throws CrossoverError why there is none, `lesson-deadline` among them */
export async function runLessonJob(slug: string, tools: LessonTools): Promise<void> {
  const { executors, emit, deadline } = tools;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(tooLate(deadline)), deadline);
  const signal = AbortSignal.any([tools.signal, late.signal]);
  await using context = new LiveContext({ executors, emit, signal });
  try {
    const result = await runLesson(slug, context);
    emit({ kind: 'outcome', result });
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = (deadline: Ms): CrossoverError =>
  new CrossoverError({
    code: 'lesson-deadline',
    owner: 'ours',
    message: `The lesson was not finished after ${deadline / 1000} s and was ended.`,
    remedy: 'Run it again when this machine has less to do.',
  });
