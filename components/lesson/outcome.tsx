import { Equal, EqualNot } from 'lucide-react';
import type { LessonResult } from '#lib/domain/interactive/interactive.ts';
import { figureRows } from '#lib/domain/interactive/summary.ts';
import type { LessonView } from '#lib/domain/live/api.ts';
import { FigureTable } from './figure-table.tsx';

interface OutcomeProps {
  lesson: LessonView;
  result: LessonResult;
  /** null when this browser does not know what was predicted. */
  prediction: string | null;
}

/** What was predicted beside what happened, in words and a mark; then whether the claim held, and the figures. */
export function Outcome({ lesson, result, prediction }: OutcomeProps) {
  const label = (id: string | null) =>
    lesson.prediction.options.find((option) => option.id === id)?.label ?? null;
  const predicted = label(prediction);
  return (
    <section aria-labelledby="outcome-title" className="grid gap-5 border-t pt-6">
      <h2 id="outcome-title" className="text-lg font-semibold">
        Outcome
      </h2>
      <dl className="grid gap-x-6 gap-y-4 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
        <Answer title="You predicted" text={predicted ?? 'This browser does not remember a prediction.'} />
        <Comparison same={prediction === result.answer} known={predicted !== null} />
        <Answer
          title="On this machine"
          text={label(result.answer) ?? 'Something that none of the answers describes.'}
        />
      </dl>
      <div className="max-w-3xl">
        <p className="text-lg leading-7 font-medium">
          {result.claimHolds ? 'The claim held in this run.' : 'The claim did not hold in this run.'}
        </p>
        <p className="mt-1">{result.summary}</p>
      </div>
      <FigureTable rows={figureRows(result.figures)} />
    </section>
  );
}

const Answer = ({ title, text }: { title: string; text: string }) => (
  <div className="rounded-md border bg-card p-4">
    <dt className="eyebrow">{title}</dt>
    <dd className="mt-1 font-medium">{text}</dd>
  </div>
);

/** No colour: whether a guess came true is not an error. */
function Comparison({ same, known }: { same: boolean; known: boolean }) {
  if (!known) return <div aria-hidden="true" />;
  const Icon = same ? Equal : EqualNot;
  return (
    <div className="flex items-center gap-2 md:flex-col md:justify-center">
      <dt className="sr-only">Compared</dt>
      <Icon aria-hidden="true" className="size-5" />
      <dd className="text-sm">{same ? 'as predicted' : 'otherwise'}</dd>
    </div>
  );
}
