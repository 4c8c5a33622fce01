import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { LessonView } from '#lib/domain/live/api.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { coldStart } from './cold-start/lesson.ts';
import type { Lesson } from './lesson.ts';
import { oneRequestPerEnvironment } from './one-request-per-environment/lesson.ts';
import { scaleToZero } from './scale-to-zero/lesson.ts';
import { statelessness } from './statelessness/lesson.ts';

/** The course in its order. A new lesson is a folder, a line here and a line in run.ts. */
const LESSONS: readonly Lesson[] = [coldStart, oneRequestPerEnvironment, statelessness, scaleToZero];

/** Every lesson runs this one file of its folder. */
const HANDLER = 'handler.mjs';

/** Every lesson with the code that it runs, in the order of the course. */
export const listLessons = (): LessonView[] =>
  LESSONS.map((lesson, index) => ({ ...lesson, order: index + 1, code: lessonCode(lesson.slug).files }));

/**
 * The code that a lesson runs on both sides, the same that the page shows.
 * @throws CrossoverError `no-such-lesson` (yours)
 */
export function lessonCode(slug: string): Code {
  if (!LESSONS.some((lesson) => lesson.slug === slug)) throw noSuchLesson(slug);
  // From the checkout, not from beside this module: in Next's build this module is somewhere else.
  const content = readFileSync(join(projectRoot, 'lib', 'lessons', slug, 'code', HANDLER), 'utf8');
  return { entry: HANDLER, handler: 'handler', files: [{ path: HANDLER, content }] };
}

export const noSuchLesson = (slug: string): CrossoverError =>
  new CrossoverError({
    code: 'no-such-lesson',
    owner: 'yours',
    message: `There is no lesson called "${slug}".`,
    remedy: `Choose one of: ${LESSONS.map((lesson) => lesson.slug).join(', ')}.`,
  });
