'use client';

import { Play, RotateCcw } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { RadioCard, RadioGroup } from '#components/ui/radio-group.tsx';
import { problemOf } from '#lib/client/http.ts';
import type { FollowedRun } from '#lib/client/interactive/use-interactive-run.ts';
import { useLessonRun } from '#lib/client/queries.ts';
import type { LessonView } from '#lib/domain/live/api.ts';

interface PredictAndRunProps {
  lesson: LessonView;
  prediction: string | null;
  followed: FollowedRun;
  runId: string | null;
  onPredict: (id: string) => void;
  onRun: (runId: string | null) => void;
}

/** The prediction comes first and stands from the run on; only a new round can change it. */
export function PredictAndRun({ lesson, prediction, followed, runId, onPredict, onRun }: PredictAndRunProps) {
  const start = useLessonRun(lesson.slug);
  const begun = runId !== null || start.isPending;
  const mayRepeat = runId !== null && (followed.run.ended || followed.quiet || followed.stream === 'closed');
  const run = () => {
    if (prediction === null || begun) return;
    start.mutate(undefined, { onSuccess: (view) => onRun(view.runId) });
  };
  return (
    <section aria-labelledby="predict-title" className="border-t pt-6">
      <h2 id="predict-title" className="text-lg font-semibold">
        Predict
      </h2>
      <p id="question" className="mt-1">
        {lesson.prediction.question}
      </p>
      <Answers lesson={lesson} prediction={prediction} fixed={begun} onPredict={onPredict} />
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        {mayRepeat ? (
          <Button variant="outline" onClick={() => onRun(null)}>
            <RotateCcw aria-hidden="true" /> Predict and run again
          </Button>
        ) : (
          <Button
            aria-disabled={prediction === null || begun}
            aria-describedby="prediction-state"
            onClick={run}
          >
            <Play aria-hidden="true" /> {begun ? 'Running…' : 'Run it on this machine'}
          </Button>
        )}
        <p id="prediction-state" className="text-sm text-muted-foreground">
          {hint(prediction, begun, lesson.seconds)}
        </p>
      </div>
      {start.error && !begun ? (
        <ProblemAlert
          className="mt-4"
          problem={problemOf(start.error)}
          stillTrue="Your prediction is kept."
        />
      ) : null}
    </section>
  );
}

interface AnswersProps extends Pick<PredictAndRunProps, 'lesson' | 'prediction' | 'onPredict'> {
  /** From the run on it stands. */
  fixed: boolean;
}

const Answers = ({ lesson, prediction, fixed, onPredict }: AnswersProps) => (
  <RadioGroup
    aria-labelledby="question"
    aria-describedby="prediction-state"
    value={prediction ?? ''}
    disabled={fixed}
    onValueChange={onPredict}
    className="mt-3 lg:grid-cols-2"
  >
    {lesson.prediction.options.map(({ id, label }) => (
      <RadioCard
        key={id}
        value={id}
        label={label}
        className={fixed && id !== prediction ? 'opacity-60' : ''}
      />
    ))}
  </RadioGroup>
);

function hint(prediction: string | null, begun: boolean, seconds: number): string {
  if (begun) return 'Your prediction stands.';
  if (prediction === null) return 'Choose an answer first; a guess will do.';
  return `Takes about ${seconds} s. You can change your prediction until then.`;
}
