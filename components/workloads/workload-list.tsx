'use client';

import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StateBadge } from '#components/ui/state-badge.tsx';
import { useWorkloads } from '#lib/client/queries.ts';
import type { WorkloadItem } from '#lib/domain/live/api.ts';

export function WorkloadList() {
  const query = useWorkloads();
  return (
    <QueryState query={query} loading={<Skeleton className="h-60 w-full" />}>
      {(loaded) => {
        const workloads = loaded.pages.flatMap((page) => page.workloads);
        if (workloads.length === 0) return <NoWorkloads />;
        return (
          <>
            <ul className="divide-y border-y">
              {workloads.map((workload) => (
                <WorkloadRow key={workload.id} workload={workload} />
              ))}
            </ul>
            <MoreButton {...query} />
          </>
        );
      }}
    </QueryState>
  );
}

const NoWorkloads = () => (
  <EmptyState
    title="No workloads yet"
    actions={
      <>
        <Button asChild>
          <Link href="/workloads/new">Describe a workload</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/">Run a sample instead</Link>
        </Button>
      </>
    }
  >
    A workload is code with the requests it answers, its traffic and what it may use. Described once, it can
    be run on both sides as often as you like.
  </EmptyState>
);

function WorkloadRow({ workload }: { workload: WorkloadItem }) {
  const { id, runs, latest, choice, createdAt } = workload;
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 text-sm sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <Link href={`/workloads/${id}`} className="font-medium underline-offset-4 hover:underline">
          {workload.name}
        </Link>
        {workload.description ? (
          <p className="truncate text-muted-foreground">{workload.description}</p>
        ) : null}
        <p className="text-muted-foreground">
          <Quantity kind="count" value={workload.requestsPerMonth} origin="given" /> requests a month,{' '}
          <span className="num">{workload.memoryMiB.toLocaleString('en-US')} MiB</span>
        </p>
      </div>
      <div className="flex items-center gap-3 sm:flex-col sm:items-end sm:gap-1">
        <Moment iso={createdAt} />
        {latest ? <StateBadge state={latest} choice={choice} /> : null}
        <span className="text-[0.8125rem] text-muted-foreground">
          {runs === 0 ? 'not run yet' : null}
          {runs > 0 ? (
            <>
              <span className="num">{runs}</span> {runs === 1 ? 'run' : 'runs'}
            </>
          ) : null}
        </span>
      </div>
    </li>
  );
}
