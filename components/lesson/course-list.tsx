'use client';

import { Check, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Course, notesOf } from '#lib/client/interactive/course.ts';
import { useCourse } from '#lib/client/interactive/use-course.ts';
import { useLessons } from '#lib/client/queries.ts';
import type { LessonView } from '#lib/domain/live/api.ts';

/** The course in its order, each lesson with its claim and whether it was run in this browser. */
export function CourseList() {
  const [course] = useCourse();
  return (
    <QueryState query={useLessons()} loading={<Loading />}>
      {(lessons) =>
        lessons.length === 0 ? (
          <EmptyState title="No lessons are installed">
            This checkout has no lessons; the rest works.
          </EmptyState>
        ) : (
          <Lessons lessons={[...lessons].sort((a, b) => a.order - b.order)} course={course ?? {}} />
        )
      }
    </QueryState>
  );
}

function Lessons({ lessons, course }: { lessons: readonly LessonView[]; course: Course }) {
  const done = lessons.filter(({ slug }) => notesOf(course, slug).done).length;
  return (
    <>
      <p className="min-h-6 text-sm text-muted-foreground">
        <span className="num">{done}</span> of <span className="num">{lessons.length}</span> run, as this
        browser remembers it.
      </p>
      <ol className="mt-3 divide-y border-y">
        {lessons.map((lesson) => (
          <Row key={lesson.slug} lesson={lesson} done={notesOf(course, lesson.slug).done} />
        ))}
      </ol>
    </>
  );
}

const Row = ({ lesson, done }: { lesson: LessonView; done: boolean }) => (
  <li className="relative flex gap-4 py-4 hover:bg-muted/50">
    <span className="num w-6 shrink-0 pt-0.5 text-right text-muted-foreground">{lesson.order}</span>
    <div className="min-w-0 flex-1">
      <h2 className="font-semibold">
        <Link href={`/learn/${lesson.slug}`} className="rounded-sm after:absolute after:inset-0">
          {lesson.title}
        </Link>
      </h2>
      <p className="mt-0.5 max-w-2xl text-muted-foreground">{lesson.claim}</p>
      <p className="mt-1 flex min-h-5 gap-4 text-xs leading-5 text-muted-foreground">
        <span>
          about <span className="num">{lesson.seconds} s</span> to run
        </span>
        {done ? (
          <span className="flex items-center gap-1 text-foreground">
            <Check aria-hidden="true" className="size-3.5" /> Done
          </span>
        ) : null}
      </p>
    </div>
    <ChevronRight aria-hidden="true" className="mr-1 size-4 shrink-0 self-center text-muted-foreground" />
  </li>
);

const Loading = () => (
  <div className="grid gap-3">
    <Skeleton className="h-6 w-64" />
    {[1, 2, 3, 4].map((order) => (
      <Skeleton key={order} className="h-24" />
    ))}
  </div>
);
