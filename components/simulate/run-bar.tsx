'use client';

import { Play, RotateCcw, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Progress } from '#components/ui/progress.tsx';
import type { Simulated } from '#lib/client/simulate/outcome.ts';
import type { Jobs } from '#lib/client/simulate/use-jobs.ts';
import type { ScenarioState } from '#lib/client/simulate/use-scenario.ts';
import { formatCount, formatMs, formatRate } from '#lib/domain/charts/format.ts';

interface RunBarProps {
  jobs: Jobs<Simulated>;
  state: ScenarioState;
  /** Requests are known: a pattern, or a file that was read. */
  ready: boolean;
  /** The form as it is now. */
  mark: string;
  onRun: () => void;
}

/** Starts, shows how far, stops; the room is always there, so nothing moves. */
export function RunBar({ jobs, state, ready, mark, onRun }: RunBarProps) {
  const running = jobs.state === 'running';
  return (
    <section aria-label="Run the simulation" className="flex flex-col gap-4 border-y py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {running ? (
          <Button variant="outline" onClick={jobs.cancel}>
            <X aria-hidden="true" />
            Cancel
          </Button>
        ) : (
          <Button onClick={onRun} disabled={!ready}>
            <Play aria-hidden="true" />
            Simulate
          </Button>
        )}
        <Button variant="ghost" onClick={state.reset} disabled={running}>
          <RotateCcw aria-hidden="true" />
          Reset all
        </Button>
        <p role="status" className="min-h-6 min-w-0 grow basis-56 text-sm text-muted-foreground">
          {statusOf(jobs, ready, jobs.about !== null && jobs.about.mark !== mark)}
        </p>
      </div>
      <Progress
        aria-label="Progress of the simulation"
        value={
          running ? Math.round((jobs.progress?.share ?? 0) * 1000) / 10 : jobs.state === 'done' ? 100 : 0
        }
      />
      {jobs.problem ? (
        <ProblemAlert problem={jobs.problem} stillTrue="Results that were there before it stay below." />
      ) : null}
    </section>
  );
}

function statusOf(jobs: Jobs<Simulated>, ready: boolean, changed: boolean): string {
  if (!ready) return 'Choose a trace file first.';
  if (jobs.state === 'running') {
    const { words, share, requests } = jobs.progress ?? { words: 'Starting', share: 0, requests: 0 };
    return `${words}: ${formatCount(requests)} requests so far, ${Math.round(share * 100)}% of all`;
  }
  if (changed) return 'The form has changed since these results. Simulate again to see what it means.';
  if (jobs.state === 'cancelled') return 'Cancelled. What was finished before stays below.';
  if (jobs.took) {
    const { requests, ms } = jobs.took;
    return `${formatCount(requests)} requests simulated in ${formatMs(ms)}, ${formatRate((requests * 1000) / Math.max(1, ms))}.`;
  }
  return 'Runs in your browser, beside the page; it can be cancelled at any time.';
}
