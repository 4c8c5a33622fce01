'use client';

import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useLessons } from '#lib/client/queries.ts';
import type { LessonView } from '#lib/domain/live/api.ts';
import { LessonScreen } from './lesson-screen.tsx';

const BACK = (
  <Link href="/learn" className="underline-offset-4 hover:underline">
    Learn
  </Link>
);

/** A lesson by its slug: loading, not there, or the lesson. */
export function LessonPage({ slug }: { slug: string }) {
  const { data, error, refetch } = useLessons();
  const lesson = data?.find((candidate) => candidate.slug === slug);
  if (lesson) {
    return (
      <Page title={lesson.title} above={<Above lesson={lesson} of={data?.length ?? 0} />}>
        <LessonScreen key={slug} lesson={lesson} next={nextOf(lesson, data ?? [])} />
      </Page>
    );
  }
  if (data) return <Missing slug={slug} />;
  if (!error) return <LessonSkeleton />;
  return (
    <Page title="This lesson cannot be shown" above={BACK}>
      <ProblemAlert
        problem={problemOf(error)}
        actions={
          <Button variant="outline" size="sm" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      />
    </Page>
  );
}

const nextOf = ({ order }: LessonView, lessons: readonly LessonView[]): LessonView | null =>
  lessons.find((candidate) => candidate.order === order + 1) ?? null;

const Above = ({ lesson, of }: { lesson: LessonView; of: number }) => (
  <>
    {BACK}
    <span aria-hidden="true"> / </span>
    Lesson <span className="num">{lesson.order}</span> of <span className="num">{of}</span>
  </>
);

const Missing = ({ slug }: { slug: string }) => (
  <Page title="No such lesson" above={BACK}>
    <EmptyState
      title={`There is no lesson called “${slug}”`}
      actions={
        <Button asChild>
          <Link href="/learn">Show all lessons</Link>
        </Button>
      }
    >
      It may have been renamed.
    </EmptyState>
  </Page>
);

export const LessonSkeleton = () => (
  <Page title={<Skeleton className="h-8 w-64" />} above={BACK}>
    <span role="status" className="sr-only">
      Loading the lesson
    </span>
    <div className="grid gap-8 lg:grid-cols-2">
      <Skeleton className="h-80" />
      <Skeleton className="h-80" />
    </div>
  </Page>
);
