'use client';

import { Play } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { nextStep, STEP_TITLES, type Step } from '#lib/client/wizard/steps.ts';
import type { Problem } from '#lib/domain/errors.ts';

interface StepActionsProps {
  step: Step;
  busy: boolean;
  problem: Problem | null;
  onBack?: () => void;
}

/** Back and forth; at the end the one button that runs. */
export const StepActions = ({ step, busy, problem, onBack }: StepActionsProps) => (
  <div className="mt-8 grid gap-4 border-t pt-4">
    {problem ? (
      <ProblemAlert problem={problem} stillTrue="What you entered is kept as a draft in this browser." />
    ) : null}
    <div className="flex flex-wrap items-center justify-between gap-3">
      {onBack ? (
        <Button variant="outline" onClick={onBack}>
          Back
        </Button>
      ) : (
        <span />
      )}
      {step === 'review' ? (
        <Button type="submit" size="lg" className="w-48" disabled={busy}>
          <Play aria-hidden="true" /> {busy ? 'Starting…' : 'Run on both'}
        </Button>
      ) : (
        <Button type="submit">Next: {STEP_TITLES[nextStep(step)].toLowerCase()}</Button>
      )}
    </div>
  </div>
);
