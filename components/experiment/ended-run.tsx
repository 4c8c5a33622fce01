'use client';

import { Download, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Alert, AlertTitle } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { formatCount } from '#lib/domain/charts/format.ts';
import type { Problem } from '#lib/domain/errors.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';
import { assumedWords } from '#lib/domain/workload/assumed-duration.ts';
import { EditCopy } from './edit-copy.tsx';
import { PlanLine } from './plan-line.tsx';
import { RunAgain } from './run-again.tsx';
import { RunPanels } from './run-panels.tsx';
import { Stepper } from './stepper.tsx';

interface EndedRunProps {
  experiment: ExperimentView;
  view: LiveView;
}

/** A run that ended without a report: what happened, in whose code, what to do, what is still true. */
export function EndedRun({ experiment, view }: EndedRunProps) {
  const measured = Object.keys(view.seconds).length > 0;
  return (
    <Page
      title={experiment.workload.name}
      description={assumedWords(experiment.workload, experiment.plan) ?? <PlanLine plan={experiment.plan} />}
      className="flex flex-col gap-8"
    >
      <Stepper view={view} />
      <WhatHappened experiment={experiment} problem={experiment.problem ?? view.problem} />
      {measured ? <RunPanels view={view} plan={experiment.plan} /> : null}
    </Page>
  );
}

function WhatHappened({ experiment, problem }: { experiment: ExperimentView; problem: Problem | null }) {
  const kept = <Kept samples={experiment.samples} />;
  const actions = <Actions experiment={experiment} />;
  if (problem && experiment.state !== 'cancelled') {
    return <ProblemAlert problem={problem} stillTrue={kept} actions={actions} />;
  }
  return (
    <Alert>
      <AlertTitle>{END_TITLES[experiment.state] ?? 'The run ended without a report'}</AlertTitle>
      <p className="mt-1 text-muted-foreground">{kept}</p>
      <div className="mt-3 flex flex-wrap gap-2">{actions}</div>
    </Alert>
  );
}

const END_TITLES: Partial<Record<ExperimentView['state'], string>> = {
  cancelled: 'You cancelled this run',
  interrupted: 'The engine stopped in the middle of this run',
  failed: 'This run failed',
};

/** What is still true after a run without a report. */
const Kept = ({ samples }: { samples: number }) =>
  samples > 0 ? (
    <>
      <span className="num">{formatCount(samples)}</span> {samples === 1 ? 'sample was' : 'samples were'}{' '}
      stored before it stopped and can be read as CSV. A report needs a whole run.
    </>
  ) : (
    <>Nothing was measured before it stopped. The workload is stored as it was.</>
  );

/** Where the fault is the user's, the same run would fail the same way: the way to correct it comes first. */
function Actions({ experiment }: { experiment: ExperimentView }) {
  const yours = experiment.problem?.owner === 'yours';
  const edit = (
    <EditCopy
      workloadId={experiment.workloadId}
      experimentId={experiment.id}
      variant={yours ? 'default' : 'outline'}
    />
  );
  return (
    <>
      {yours ? edit : null}
      <RunAgain experiment={experiment} variant={yours ? 'outline' : 'default'}>
        <RotateCcw aria-hidden="true" />
        Run again
      </RunAgain>
      {yours ? null : edit}
      {experiment.samples > 0 ? (
        <Button asChild variant="outline" size="sm">
          <a href={`/api/experiments/${experiment.id}/samples.csv`} download>
            <Download aria-hidden="true" />
            Samples as CSV
          </a>
        </Button>
      ) : null}
      <Button asChild variant="outline" size="sm">
        <Link href={`/workloads/${experiment.workloadId}`}>See the workload</Link>
      </Button>
    </>
  );
}
