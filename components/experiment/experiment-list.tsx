'use client';

import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useExperiments } from '#lib/client/queries.ts';
import { ExperimentTable } from './experiment-table.tsx';

/** All runs, or how to make the first one. */
export function ExperimentList() {
  const query = useExperiments();
  const { data, error, refetch } = query;
  if (data) {
    const experiments = data.pages.flatMap((page) => page.experiments);
    if (experiments.length === 0) return <None />;
    return (
      <>
        <ExperimentTable experiments={experiments} />
        <MoreButton {...query} />
      </>
    );
  }
  if (!error) return <Skeleton className="h-48" />;
  return (
    <ProblemAlert
      problem={problemOf(error)}
      stillTrue="Stored experiments and reports are not touched by this."
      actions={
        <Button variant="outline" size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      }
    />
  );
}

const None = () => (
  <EmptyState
    title="No experiment yet"
    actions={
      <>
        <Button asChild>
          <Link href="/workloads/new">Describe a workload</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/">Run a sample</Link>
        </Button>
      </>
    }
  >
    Each run of a workload on both sides will stand here with its verdict, its p95 latency and its cost of a
    month.
  </EmptyState>
);
