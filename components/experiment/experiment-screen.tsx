'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Gauge, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useEffect } from 'react';
import { Page } from '#components/layout/page.tsx';
import { Exports } from '#components/report/exports.tsx';
import { ReportView } from '#components/report/report-view.tsx';
import { ShareDialog } from '#components/report/share-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { keys, useExperiment } from '#lib/client/queries.ts';
import { useLiveRun } from '#lib/client/use-live-run.ts';
import { clearDraftOf } from '#lib/client/wizard/draft.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { EditCopy } from './edit-copy.tsx';
import { EndedRun } from './ended-run.tsx';
import { LiveRun } from './live-run.tsx';
import { RunAgain } from './run-again.tsx';

/** One experiment: followed while it runs, its report in the same place when it is done. */
export function ExperimentScreen({ id }: { id: string }) {
  const { data, error } = useExperiment(id);
  const succeeded = data?.state === 'done';
  useEffect(() => {
    if (succeeded) clearDraftOf(localStorage, id);
  }, [succeeded, id]);
  if (data)
    return data.report ? <OwnReport experiment={data} report={data.report} /> : <Run experiment={data} />;
  if (!error) return <Loading />;
  return (
    <Page title="This experiment cannot be shown">
      <ProblemAlert problem={problemOf(error)} />
    </Page>
  );
}

function Run({ experiment }: { experiment: ExperimentView }) {
  const { view, stream } = useLiveRun(experiment);
  const client = useQueryClient();
  // The end is told by the stream; what it left behind (report, problem, samples) is fetched once.
  const ended = isFinal(view.state) && !isFinal(experiment.state);
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: keys.experiments });
  }, [ended, client]);
  return isFinal(experiment.state) ? (
    <EndedRun experiment={experiment} view={view} />
  ) : (
    <LiveRun experiment={experiment} view={view} stream={stream} />
  );
}

const OwnReport = ({ experiment, report }: { experiment: ExperimentView; report: Report }) => (
  <ReportView
    report={report}
    elsewhere={
      <Button asChild variant="outline">
        <Link href={`/cost?x=${experiment.id}`}>What would it cost elsewhere?</Link>
      </Button>
    }
    above={
      <>
        <Link href="/experiments" className="underline-offset-4 hover:underline">
          Experiments
        </Link>
        {experiment.sweepId ? (
          <Link href={`/sweeps/${experiment.sweepId}`} className="ml-4 underline-offset-4 hover:underline">
            The sweep it is part of
          </Link>
        ) : null}
      </>
    }
    actions={
      <>
        <RunAgain experiment={experiment} variant="outline">
          <RotateCcw aria-hidden="true" />
          Run again
        </RunAgain>
        <EditCopy workloadId={experiment.workloadId} experimentId={experiment.id} />
        <Button asChild variant="outline" size="sm">
          <Link
            href={`/simulate?from=${experiment.id}`}
            title="Simulate this run, then up to a thousand times its traffic"
          >
            <Gauge aria-hidden="true" />
            Simulate this run
          </Link>
        </Button>
        <Exports
          jsonHref={`/api/experiments/${experiment.id}/report.json`}
          samplesHref={experiment.samplesDeletedAt ? undefined : `/api/experiments/${experiment.id}/samples`}
        />
        <ShareDialog experimentId={experiment.id} />
      </>
    }
  />
);

/** Room of the shape of what comes, so that nothing jumps. */
const Loading = () => (
  <Page title={<Skeleton className="h-8 w-64" />} className="flex flex-col gap-8">
    <span role="status" className="sr-only">
      Loading the experiment
    </span>
    <Skeleton className="h-12" />
    <Skeleton className="h-80" />
  </Page>
);
