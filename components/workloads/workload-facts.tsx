import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { trafficProfile } from '#lib/domain/load/traffic.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';

const STATE: Record<Workload['state'], string> = {
  none: 'none',
  store: 'in a store outside',
  memory: 'in memory',
};
const SHAPE: Record<Workload['traffic']['shape'], string> = {
  steady: 'steady',
  'office-hours': 'office hours',
  'evening-peak': 'evening peak',
  bursts: 'bursts',
};

/** Everything but the code of a workload, as terms and values in columns. */
export function WorkloadFacts({ workload, className }: { workload: Workload; className?: string }) {
  const profile = trafficProfile(workload.traffic);
  return (
    <dl className={cn('grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3 lg:grid-cols-4', className)}>
      <Fact term="Requests a month">
        <Quantity kind="count" value={workload.traffic.requestsPerMonth} origin="given" />,{' '}
        {SHAPE[workload.traffic.shape]}
      </Fact>
      <Fact term="Average rate">
        <Quantity kind="rate" value={profile.averagePerSecond} origin="assumed" />
      </Fact>
      <Fact term="Busiest minutes">
        <Quantity kind="rate" value={profile.peakPerSecond} origin="assumed" />
      </Fact>
      <Fact term="Latency target">
        <span className="num">p{workload.latencyTarget.percentile}</span> within{' '}
        <Quantity kind="ms" value={workload.latencyTarget.ms} origin="given" />
      </Fact>
      <Fact term="Memory">
        <span className="num">{workload.memoryMiB.toLocaleString('en-US')} MiB</span>
      </Fact>
      <Fact term="Timeout">
        <Quantity kind="ms" value={workload.timeoutMs} origin="given" />
      </Fact>
      {workload.durationSeconds === undefined ? null : (
        <Fact term="Duration of a request">
          <Quantity kind="ms" value={workload.durationSeconds * 1000} origin="assumed" />
        </Fact>
      )}
      <Fact term="State between requests">{STATE[workload.state]}</Fact>
      <Fact term="Slow service">
        {workload.slowServiceMs > 0 ? (
          <Quantity kind="ms" value={workload.slowServiceMs} origin="given" />
        ) : (
          'not called'
        )}
      </Fact>
    </dl>
  );
}

export const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs leading-5 text-muted-foreground">{term}</dt>
    <dd className="break-words">{children}</dd>
  </div>
);
