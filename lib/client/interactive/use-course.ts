'use client';

import { useCallback, useEffect, useState } from 'react';
import { COURSE_KEY, Course, type LessonNotes, withNotes } from './course.ts';
import { readKept, writeKept } from './kept.ts';

const read = (): Course => readKept(localStorage, COURSE_KEY, Course) ?? {};

/** The course as this browser remembers it; null until that was read, which only a browser can. */
export function useCourse(): [
  course: Course | null,
  note: (slug: string, notes: Partial<LessonNotes>) => void,
] {
  const [course, setCourse] = useState<Course | null>(null);
  useEffect(() => {
    setCourse(read());
    // Another tab may go on with the course.
    const follow = (event: StorageEvent) => event.key === COURSE_KEY && setCourse(read());
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
  const note = useCallback((slug: string, notes: Partial<LessonNotes>) => {
    const next = withNotes(read(), slug, notes);
    writeKept(localStorage, COURSE_KEY, next);
    setCourse((shown) => withNotes(shown ?? next, slug, notes));
  }, []);
  return [course, note];
}
