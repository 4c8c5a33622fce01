'use client';

import { Quantity } from '#components/ui/quantity.tsx';
import { weekOutline } from '#lib/domain/charts/week.ts';
import { trafficProfile } from '#lib/domain/load/traffic.ts';
import { Workload } from '#lib/domain/workload/workload.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** The described traffic as a week's picture with its mean and its peak. Assumed, as the words under it say. */
export function TrafficPreview({ traffic }: { traffic: unknown }) {
  const checked = Workload.shape.traffic.safeParse(traffic);
  const profile = checked.success ? trafficProfile(checked.data) : null;
  return (
    <figure className="self-start rounded-lg border bg-card p-4">
      <dl className="flex gap-8 text-sm">
        <Rate term="Average" value={profile?.averagePerSecond ?? null} />
        <Rate term="Busiest minutes" value={profile?.peakPerSecond ?? null} />
      </dl>
      <svg
        viewBox="0 0 168 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={
          profile ? `A week of traffic, ${profile.words}` : 'No picture: the traffic is not valid yet'
        }
        className="mt-3 h-20 w-full border-b border-chart-neutral"
      >
        {profile ? <path d={weekOutline(profile.hourly)} className="fill-chart-neutral/50" /> : null}
      </svg>
      <div aria-hidden="true" className="grid grid-cols-7 text-xs text-muted-foreground">
        {DAYS.map((day) => (
          <span key={day}>{day}</span>
        ))}
      </div>
      <figcaption className="mt-2 min-h-10 text-[0.8125rem] leading-5 text-muted-foreground">
        {profile ? `Assumed, ${profile.words}.` : 'Give the requests a month to see the week.'}
      </figcaption>
    </figure>
  );
}

const Rate = ({ term, value }: { term: string; value: number | null }) => (
  <div>
    <dt className="text-xs text-muted-foreground">{term}</dt>
    <dd className="text-lg leading-7">
      <Quantity kind="rate" value={value} origin="assumed" />
    </dd>
  </div>
);
