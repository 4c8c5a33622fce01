'use client';

import Link from 'next/link';
import { useEffect } from 'react';
import { SectionHeading } from '#components/cost/section-heading.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { REPEATS, replayJobs } from '#lib/client/simulate/all-jobs.ts';
import { replaysOf } from '#lib/client/simulate/outcome.ts';
import { type Jobs, useJobs } from '#lib/client/simulate/use-jobs.ts';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { replayRows, replaySentence } from '#lib/domain/charts/simulation-replay.ts';
import { ReplayTable } from './replay-table.tsx';

/** First of all: the simulator on the run that it was calibrated from. */
export function ReplaySection({ calibration }: { calibration: Calibration }) {
  const jobs = useJobs<Calibration>();
  const { run } = jobs;
  useEffect(() => run(replayJobs(calibration), calibration), [run, calibration]);
  return (
    <section aria-labelledby="replay">
      <SectionHeading
        id="replay"
        title="Simulated beside measured"
        lead={
          <>
            The run{' '}
            <Link
              href={`/experiments/${calibration.experimentId}`}
              className="text-foreground underline underline-offset-4"
            >
              {calibration.name}
            </Link>{' '}
            again, simulated {REPEATS} times with its own arrivals and the times that it measured. Only then
            is it extrapolated.
          </>
        }
      />
      <Body calibration={calibration} jobs={jobs} />
    </section>
  );
}

function Body({ calibration, jobs }: { calibration: Calibration; jobs: Jobs<Calibration> }) {
  if (jobs.problem) return <ProblemAlert problem={jobs.problem} />;
  if (jobs.state === 'done') return <Rows calibration={calibration} jobs={jobs} />;
  return (
    <div className="flex min-h-96 flex-col gap-3">
      <p role="status" className="text-sm text-muted-foreground">
        {jobs.state === 'cancelled' ? 'Cancelled.' : 'Simulating the measured run'}
      </p>
      <Progress
        aria-label="Progress of the comparison"
        value={Math.round((jobs.progress?.share ?? 0) * 100)}
      />
      {jobs.state === 'running' ? (
        <Button variant="outline" size="sm" className="self-start" onClick={jobs.cancel}>
          Cancel
        </Button>
      ) : null}
    </div>
  );
}

function Rows({ calibration, jobs: { results } }: { calibration: Calibration; jobs: Jobs<Calibration> }) {
  const rows = replayRows(calibration, {
    function: replaysOf(results, 'function'),
    container: replaysOf(results, 'container'),
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{replaySentence(rows)}</p>
      <ReplayTable rows={rows} />
      <Method calibration={calibration} />
    </div>
  );
}

/** What the model leaves out: why a figure may lie beyond chance. */
const Method = ({ calibration }: { calibration: Calibration }) => (
  <p className="max-w-3xl text-xs leading-5 text-muted-foreground">
    A warm request takes one of the measured times at random, each independent of the one before: a machine
    that was slow for a second is not imitated. Times count from sending: how late the generator was is no
    property of what is simulated. An instance keeps {calibration.keepAliveSeconds} s, a replica works on{' '}
    {calibration.placesPerReplica} {calibration.placesPerReplica === 1 ? 'request' : 'requests'} at once
    (handler time over processor time), as in the run.
  </p>
);
