import type { LessonResult } from '#lib/domain/interactive/interactive.ts';
import { runColdStart } from './cold-start/run.ts';
import type { Experiment, LessonContext } from './context.ts';
import { lessonCode, noSuchLesson } from './lessons.ts';
import { runOneRequestPerEnvironment } from './one-request-per-environment/run.ts';
import { runScaleToZero } from './scale-to-zero/run.ts';
import { runStatelessness } from './statelessness/run.ts';

/** Apart from the texts, so that the web process does not load what only the engine runs. */
const EXPERIMENTS: ReadonlyMap<string, Experiment> = new Map([
  ['cold-start', runColdStart],
  ['one-request-per-environment', runOneRequestPerEnvironment],
  ['statelessness', runStatelessness],
  ['scale-to-zero', runScaleToZero],
]);

/**
 * Runs a lesson's experiment; the result is computed from what was measured in this run.
 * @throws CrossoverError `no-such-lesson`, or why the experiment could not be carried out
 */
export async function runLesson(slug: string, context: LessonContext): Promise<LessonResult> {
  const experiment = EXPERIMENTS.get(slug);
  if (experiment === undefined) throw noSuchLesson(slug);
  return { lesson: slug, ...(await experiment(context, lessonCode(slug))) };
}
