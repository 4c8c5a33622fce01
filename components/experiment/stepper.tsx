import { Check, Minus } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { type LiveStep, type StepStatus, stepsOf } from '#lib/domain/live/progress.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';

const STATUS_WORDS: Record<StepStatus, string> = {
  done: 'done',
  current: 'now',
  todo: 'to come',
  stopped: 'stopped here',
};

/** Where the run is: queued, preparing, running, analysing. */
export const Stepper = ({ view }: { view: LiveView }) => (
  <ol aria-label="Steps of the run" className="grid grid-cols-4 gap-1.5 sm:gap-3">
    {stepsOf(view).map((step, index) => (
      <Step key={step.state} step={step} number={index + 1} />
    ))}
  </ol>
);

const Step = ({ step, number }: { step: LiveStep; number: number }) => (
  <li
    aria-current={step.status === 'current' ? 'step' : undefined}
    className={cn(
      'flex min-w-0 flex-col gap-0.5 border-t-2 pt-2',
      step.status === 'todo' ? 'border-border text-muted-foreground' : 'border-foreground',
      step.status === 'stopped' && 'border-destructive',
    )}
  >
    <span
      className={cn(
        'flex items-center gap-1.5 text-[0.8125rem] sm:text-sm',
        step.status === 'current' && 'font-semibold',
      )}
    >
      <Icon status={step.status} number={number} />
      <span className="truncate">{step.label}</span>
    </span>
    <span className="text-xs text-muted-foreground">{STATUS_WORDS[step.status]}</span>
  </li>
);

function Icon({ status, number }: { status: StepStatus; number: number }) {
  if (status === 'done') return <Check aria-hidden="true" className="size-4 shrink-0 max-sm:hidden" />;
  if (status === 'stopped')
    return <Minus aria-hidden="true" className="size-4 shrink-0 text-destructive max-sm:hidden" />;
  return (
    <span aria-hidden="true" className="num w-4 shrink-0 text-center text-xs max-sm:hidden">
      {number}
    </span>
  );
}
