'use client';

import Link from 'next/link';
import { Moment } from '#components/ui/moment.tsx';
import { StateBadge } from '#components/ui/state-badge.tsx';
import { useNewestExperiments } from '#lib/client/queries.ts';
import type { ExperimentItem } from '#lib/domain/live/api.ts';
import { shownTime } from '#lib/domain/live/experiment-times.ts';

const SHOWN = 4;

/** The last runs, or nothing at all before the first: the home page then has one thing to do. */
export function RecentExperiments() {
  const { data } = useNewestExperiments(SHOWN);
  if (data === undefined || data.experiments.length === 0) return null;
  return (
    <section aria-labelledby="recent-title">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="recent-title" className="text-base font-semibold">
          Recent experiments
        </h2>
        <Link href="/experiments" className="text-sm underline underline-offset-4">
          All experiments
        </Link>
      </div>
      <ul className="mt-2 divide-y border-y">
        {data.experiments.map((experiment) => (
          <Recent key={experiment.id} experiment={experiment} />
        ))}
      </ul>
    </section>
  );
}

const Recent = ({ experiment }: { experiment: ExperimentItem }) => (
  <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5 text-sm">
    <Link
      href={`/experiments/${experiment.id}`}
      className="min-w-0 truncate font-medium underline-offset-4 hover:underline"
    >
      {experiment.name}
    </Link>
    <StateBadge state={experiment.state} choice={experiment.summary?.verdict.choice} />
    <span className="w-full min-w-0 text-muted-foreground sm:w-auto sm:flex-1 sm:truncate">
      {experiment.summary?.verdict.sentence ?? experiment.problem ?? ''}
    </span>
    <Moment iso={shownTime(experiment)} />
  </li>
);
