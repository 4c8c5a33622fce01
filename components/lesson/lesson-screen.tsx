'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { FileEditor } from '#components/ui/file-editor.tsx';
import { notesOf } from '#lib/client/interactive/course.ts';
import { useCourse } from '#lib/client/interactive/use-course.ts';
import { useInteractiveRun } from '#lib/client/interactive/use-interactive-run.ts';
import type { LessonView } from '#lib/domain/live/api.ts';
import { Limits } from './limits.tsx';
import { LiveLesson } from './live-lesson.tsx';
import { NextLesson } from './next-lesson.tsx';
import { Outcome } from './outcome.tsx';
import { PredictAndRun } from './predict-and-run.tsx';

interface LessonScreenProps {
  lesson: LessonView;
  next: LessonView | null;
}

/** Claim, text and code; then predict, run, compare, and learn when the claim fails. */
export function LessonScreen({ lesson, next }: LessonScreenProps) {
  const { slug } = lesson;
  const [runId, setRunId] = useQueryState('run', parseAsString);
  const [course, note] = useCourse();
  const followed = useInteractiveRun(runId);
  const { run } = followed;
  const found = run.result !== null;
  useEffect(() => {
    if (found) note(slug, { done: true });
  }, [found, slug, note]);
  const prediction = course ? notesOf(course, slug).prediction : null;
  return (
    <div className="grid gap-8">
      <Claim text={lesson.claim} />
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <Explanation text={lesson.text} />
        <Code lesson={lesson} />
      </div>
      <PredictAndRun
        lesson={lesson}
        prediction={prediction}
        followed={followed}
        runId={runId}
        onPredict={(id) => note(slug, { prediction: id })}
        onRun={(id) => void setRunId(id)}
      />
      {runId === null ? null : <LiveLesson lesson={lesson} followed={followed} />}
      {run.result ? <Outcome lesson={lesson} result={run.result} prediction={prediction} /> : null}
      {run.ended ? <Limits limits={lesson.limits} /> : null}
      {run.ended ? <NextLesson next={next} /> : null}
    </div>
  );
}

const Claim = ({ text }: { text: string }) => (
  <figure className="border-l-4 border-foreground pl-4">
    <figcaption className="eyebrow">The claim</figcaption>
    <blockquote className="mt-0.5 max-w-3xl text-lg leading-7 font-medium">{text}</blockquote>
  </figure>
);

const Explanation = ({ text }: { text: readonly string[] }) => (
  <div className="grid max-w-prose content-start gap-3">
    {text.map((paragraph) => (
      <p key={paragraph}>{paragraph}</p>
    ))}
  </div>
);

const Code = ({ lesson: { code } }: { lesson: LessonView }) => (
  <section aria-labelledby="code-title" className="min-w-0">
    <h2 id="code-title" className="text-sm font-semibold">
      The code that is run, on both sides
    </h2>
    <FileEditor files={code} className="h-72" />
  </section>
);
