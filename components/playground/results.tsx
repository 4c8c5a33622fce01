'use client';

import type { Ref } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { FollowedRun } from '#lib/client/interactive/use-interactive-run.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import { comparison } from '#lib/domain/interactive/summary.ts';
import { prepareTimeline } from '#lib/domain/interactive/timeline.ts';
import { InvocationRows } from './invocation-rows.tsx';
import { RunProblems } from './run-problems.tsx';
import { RunStatus } from './run-status.tsx';
import { SummaryTable } from './summary-table.tsx';
import { TimelineChart } from './timeline-chart.tsx';

interface ResultsProps {
  ref: Ref<HTMLElement>;
  runId: string | null;
  followed: FollowedRun;
  /** What was asked for; after a reload only what came is known. */
  sides: readonly Side[];
  count: number | null;
}

/** The answer first, then its numbers, the picture, and every invocation with both sides in one row. */
export const Results = ({ ref, runId, ...run }: ResultsProps) => (
  <section ref={ref} aria-labelledby="results-title" className="mt-10 scroll-mt-4 border-t pt-6">
    <h2 id="results-title" className="text-lg font-semibold">
      Results
    </h2>
    {runId === null ? (
      <EmptyState title="Nothing was invoked yet" className="mt-4">
        Answers, logs, errors and timings of both sides stand here, request by request. Try “Invoke once”
        twice: the second time the function is warm.
      </EmptyState>
    ) : (
      <Run {...run} />
    )}
  </section>
);

function Run({ followed, sides, count }: Omit<ResultsProps, 'ref' | 'runId'>) {
  const { run } = followed;
  const shown = SIDES.filter((side) => sides.includes(side));
  const came = Math.max(...SIDES.map((side) => run.invocations[side].length));
  const expected = run.ended ? came : Math.max(count ?? 0, came);
  return (
    <div className="mt-2 grid gap-8">
      <div className="grid gap-4">
        <RunStatus followed={followed} answer={comparison(run)} />
        <RunProblems run={run} sides={shown} />
        {expected > 0 || !run.ended ? <SummaryTable run={run} sides={shown} /> : null}
      </div>
      {expected > 0 ? (
        <>
          <TimelineChart
            title="Each invocation over time"
            timeline={prepareTimeline(run, { origin: 'first request' })}
            sides={shown}
            expected={expected}
            over={run.ended}
            zero="the moment the requests of a side were due; the sides take turns"
          />
          <InvocationRows run={run} sides={shown} expected={expected} />
        </>
      ) : null}
    </div>
  );
}
