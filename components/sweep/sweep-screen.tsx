'use client';

import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Warnings } from '#components/report/warnings.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCancelSweep, useSweep } from '#lib/client/sweeps.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { SweepView } from '#lib/domain/live/api.ts';
import { prepareSweepChart } from '#lib/domain/sweep/chart.ts';
import { SweepChart } from './sweep-chart.tsx';
import { SweepTable } from './sweep-table.tsx';

/** One sweep: its curve grows while its settings are measured. */
export function SweepScreen({ id }: { id: string }) {
  const query = useSweep(id);
  const view = query.data;
  return (
    <Page
      above={
        <Link href="/experiments" className="underline-offset-4 hover:underline">
          Experiments
        </Link>
      }
      title={view ? `${view.workload.name}, swept` : 'Sweep'}
      description={view ? progressWords(view) : '\u00a0'}
      actions={view && isRunning(view) ? <Cancel id={id} /> : null}
    >
      <QueryState query={query} loading={<Skeleton className="h-[32rem] w-full" />}>
        {(loaded) => <Sweep view={loaded} />}
      </QueryState>
    </Page>
  );
}

const isRunning = ({ experiments }: SweepView) =>
  experiments.some(({ experiment }) => !isFinal(experiment.state));

function progressWords(view: SweepView): string {
  const done = view.experiments.filter(({ experiment }) => isFinal(experiment.state)).length;
  const all = view.experiments.length;
  return isRunning(view)
    ? `${done} of ${all} settings measured, one after another.`
    : `${all} settings, measured one after another.`;
}

const Sweep = ({ view }: { view: SweepView }) => (
  <div className="flex flex-col gap-8">
    {view.prepared ? (
      <>
        <Warnings warnings={view.prepared.warnings} />
        <ul aria-label="Picks" className="flex max-w-3xl flex-col gap-1 text-lg leading-7">
          {SIDES.map((side) => (
            <li key={side}>{view.prepared?.sides[side].sentence}</li>
          ))}
        </ul>
        <SweepChart chart={prepareSweepChart(view.prepared)} />
      </>
    ) : (
      <p role="status" className="text-muted-foreground">
        The curve stands here as soon as the first setting is measured.
      </p>
    )}
    <SweepTable view={view} />
  </div>
);

function Cancel({ id }: { id: string }) {
  const cancel = useCancelSweep(id);
  return (
    <>
      <Button variant="outline" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        {cancel.isPending ? 'Cancelling…' : 'Cancel what is left'}
      </Button>
      {cancel.isError ? <ProblemAlert problem={problemOf(cancel.error)} /> : null}
    </>
  );
}
