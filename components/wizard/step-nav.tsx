'use client';

import { CircleAlert } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { STEP_TITLES, STEPS, type Step } from '#lib/client/wizard/steps.ts';

interface StepNavProps {
  step: Step;
  errors: Partial<Record<Step, number>>;
  onStep: (step: Step) => void;
}

/** The steps, each a button, on a narrow screen by number alone; an error is marked by a sign and said in words, not by colour alone. */
export const StepNav = ({ step, errors, onStep }: StepNavProps) => (
  <nav aria-label="Steps">
    <ol className="flex gap-1 overflow-x-auto border-b">
      {STEPS.map((candidate, index) => (
        <li key={candidate} className="shrink-0">
          <button
            type="button"
            aria-current={candidate === step ? 'step' : undefined}
            onClick={() => onStep(candidate)}
            className={cn(
              'flex h-full items-center gap-2 border-b-2 border-transparent px-3 py-2.5 text-sm text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2',
              candidate === step && 'border-foreground font-medium text-foreground',
            )}
          >
            <StepSign number={index + 1} errors={errors[candidate] ?? 0} />
            <span className={cn(candidate !== step && 'max-sm:sr-only')}>{STEP_TITLES[candidate]}</span>
          </button>
        </li>
      ))}
    </ol>
  </nav>
);

/** The number of the step, or in the same room the sign that something in it needs a correction. */
const StepSign = ({ number, errors }: { number: number; errors: number }) => (
  <span className="num flex w-4 justify-center text-[0.8125rem]">
    {errors > 0 ? (
      <>
        <CircleAlert aria-hidden="true" className="size-4 text-destructive" />
        <span className="sr-only">
          {errors} {errors === 1 ? 'error' : 'errors'} in
        </span>
      </>
    ) : (
      number
    )}
  </span>
);
