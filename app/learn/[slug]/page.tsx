import { Suspense } from 'react';
import { LessonPage, LessonSkeleton } from '#components/lesson/lesson-page.tsx';
import { listLessons } from '#lib/lessons/lessons.ts';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props) {
  const { slug } = await params;
  return { title: listLessons().find((lesson) => lesson.slug === slug)?.title ?? 'Lesson' };
}

export default async function Lesson({ params }: Props) {
  return (
    <Suspense fallback={<LessonSkeleton />}>
      <LessonPage slug={(await params).slug} />
    </Suspense>
  );
}
