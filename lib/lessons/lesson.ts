import type { LessonView } from '#lib/domain/live/api.ts';

/** A lesson as its folder states it; its order is its place in the list, its code is read from `code/`. */
export type Lesson = Omit<LessonView, 'order' | 'code'>;
