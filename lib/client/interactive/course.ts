import { z } from 'zod';

/** What this browser remembers of the course: what was predicted, and which lessons were run to their outcome. */
export const COURSE_KEY = 'crossover.course.1';
export const Course = z.record(
  z.string(),
  z.object({ prediction: z.string().nullable().default(null), done: z.boolean().default(false) }),
);
export type Course = z.infer<typeof Course>;
export type LessonNotes = Course[string];

const NONE: LessonNotes = { prediction: null, done: false };

export const notesOf = (course: Course, slug: string): LessonNotes => course[slug] ?? NONE;

export const withNotes = (course: Course, slug: string, notes: Partial<LessonNotes>): Course => ({
  ...course,
  [slug]: { ...notesOf(course, slug), ...notes },
});
