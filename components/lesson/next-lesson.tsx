import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import type { LessonView } from '#lib/domain/live/api.ts';

/** Where to go on: the next lesson, and after the last one the playground. */
export const NextLesson = ({ next }: { next: LessonView | null }) => (
  <nav aria-label="Go on" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t pt-6">
    {next ? (
      <>
        <Button asChild>
          <Link href={`/learn/${next.slug}`}>
            Next lesson: {next.title} <ArrowRight aria-hidden="true" />
          </Link>
        </Button>
        <p className="max-w-xl text-sm text-muted-foreground">{next.claim}</p>
      </>
    ) : (
      <>
        <Button asChild>
          <Link href="/playground">
            Try your own code in the playground <ArrowRight aria-hidden="true" />
          </Link>
        </Button>
        <p className="text-sm text-muted-foreground">That was the last lesson of the course.</p>
      </>
    )}
  </nav>
);
