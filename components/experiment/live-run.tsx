'use client';

import { Page } from '#components/layout/page.tsx';
import { PlayedTraffic } from '#components/traffic/played-traffic.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCancelExperiment } from '#lib/client/queries.ts';
import type { StreamState } from '#lib/client/use-events.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';
import { assumedWords } from '#lib/domain/workload/assumed-duration.ts';
import { PlanLine } from './plan-line.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { QueuedNote } from './queued-note.tsx';
import { RunPanels } from './run-panels.tsx';
import { Stepper } from './stepper.tsx';

interface LiveRunProps {
  experiment: ExperimentView;
  view: LiveView;
  stream: StreamState;
}

/** A run in progress. */
export function LiveRun({ experiment, view, stream }: LiveRunProps) {
  const cancel = useCancelExperiment(experiment.id);
  return (
    <Page
      title={experiment.workload.name}
      description={assumedWords(experiment.workload, experiment.plan) ?? <PlanLine plan={experiment.plan} />}
      actions={
        isFinal(view.state) ? null : (
          <Button
            variant="outline"
            onClick={() => cancel.mutate(undefined)}
            disabled={cancel.isPending || cancel.isSuccess}
          >
            {cancel.isPending || cancel.isSuccess ? 'Cancelling…' : 'Cancel run'}
          </Button>
        )
      }
      className="flex flex-col gap-8"
    >
      {cancel.error ? <ProblemAlert problem={problemOf(cancel.error)} /> : null}
      <Stepper view={view} />
      <ProgressPanel view={view} stream={stream} />
      {view.state === 'queued' ? <QueuedNote /> : null}
      <RunPanels view={view} plan={experiment.plan} />
      <PlayedTraffic plan={experiment.plan} title="Rate of the requests in one turn" />
    </Page>
  );
}
