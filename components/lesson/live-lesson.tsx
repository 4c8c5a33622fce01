'use client';

import { RunProblems } from '#components/playground/run-problems.tsx';
import { RunStatus } from '#components/playground/run-status.tsx';
import { TimelineChart } from '#components/playground/timeline-chart.tsx';
import type { FollowedRun } from '#lib/client/interactive/use-interactive-run.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { prepareTimeline } from '#lib/domain/interactive/timeline.ts';
import type { LessonView } from '#lib/domain/live/api.ts';

/** The run as it goes: what is being done, and every invocation and instance over the run's time. */
export function LiveLesson({ lesson, followed }: { lesson: LessonView; followed: FollowedRun }) {
  const { run } = followed;
  // While it runs the axis has the length of the lesson, so that it stands still; then it fits the run.
  const atLeast = run.ended ? 1 : lesson.seconds * 1000;
  const timeline = prepareTimeline(run, { origin: 'run', atLeast });
  const answer = run.result
    ? 'The run is over. What it found stands below.'
    : 'The run ended without an outcome.';
  return (
    <section aria-labelledby="live-title" className="grid gap-4 border-t pt-6">
      <h2 id="live-title" className="text-lg font-semibold">
        What happens
      </h2>
      <RunStatus followed={followed} answer={answer} />
      <RunProblems run={run} sides={SIDES} />
      {run.ended && !SIDES.some((side) => run.invocations[side].length > 0) ? null : (
        <TimelineChart
          title="Requests, environments and replicas over time"
          timeline={timeline}
          sides={SIDES}
          expected={run.ended ? 0 : 7}
          over={run.ended}
          zero="the start of the run"
        />
      )}
    </section>
  );
}
