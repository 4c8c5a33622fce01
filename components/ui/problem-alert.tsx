import type { ReactNode } from 'react';
import type { Problem } from '#lib/domain/errors.ts';
import { Alert } from './alert.tsx';

const WHOSE: Record<Problem['owner'], string> = {
  yours: 'In your code, input or machine',
  ours: 'In Crossover',
};

interface ProblemAlertProps {
  problem: Problem;
  /** What is still true or still works. */
  stillTrue?: ReactNode;
  /** Buttons, e.g. "Try again". */
  actions?: ReactNode;
  className?: string;
}

/** A Problem in full: what happened, in whose code, what to do, and the log behind a fold. */
export function ProblemAlert({ problem, stillTrue, actions, className }: ProblemAlertProps) {
  return (
    <Alert variant="error" className={className}>
      <p className="font-medium text-destructive">{problem.message}</p>
      <p className="mt-1">{problem.remedy}</p>
      {stillTrue ? <p className="mt-1 text-muted-foreground">{stillTrue}</p> : null}
      <p className="mt-1 text-xs text-muted-foreground">
        {WHOSE[problem.owner]} <span aria-hidden="true">·</span>{' '}
        <code className="font-mono">{problem.code}</code>
      </p>
      {problem.detail ? <ProblemDetail detail={problem.detail} /> : null}
      {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
    </Alert>
  );
}

const ProblemDetail = ({ detail }: { detail: string }) => (
  <details className="mt-2">
    <summary className="w-fit text-[0.8125rem] underline underline-offset-4">Log and detail</summary>
    <pre className="mt-2 max-h-72 overflow-auto rounded-md border bg-card p-3 font-mono text-xs leading-5 whitespace-pre-wrap">
      {detail}
    </pre>
  </details>
);
