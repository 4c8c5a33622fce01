'use client';

import Link from 'next/link';
import { Moment } from '#components/ui/moment.tsx';
import { StateBadge } from '#components/ui/state-badge.tsx';
import type { WorkloadView } from '#lib/domain/live/api.ts';
import { shownTime } from '#lib/domain/live/experiment-times.ts';

/** The runs of one workload, newest first. */
export function ExperimentList({ experiments }: { experiments: WorkloadView['experiments'] }) {
  if (experiments.length === 0) {
    return <p className="text-sm text-muted-foreground">It has not been run yet.</p>;
  }
  return (
    <ul className="divide-y border-y">
      {experiments.map((experiment) => (
        <li key={experiment.id} className="flex items-center gap-4 py-2 text-sm">
          <Link
            href={`/experiments/${experiment.id}`}
            className="underline-offset-4 hover:underline"
            aria-label={`Experiment of ${shownTime(experiment)}`}
          >
            <Moment iso={shownTime(experiment)} className="text-foreground" />
          </Link>
          <StateBadge state={experiment.state} choice={experiment.choice} />
        </li>
      ))}
    </ul>
  );
}
