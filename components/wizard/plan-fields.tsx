'use client';

import { FormNumber } from '#components/ui/form-number.tsx';
import type { PlanForm } from '#lib/client/wizard/form.ts';
import type { DescribedTraffic } from '#lib/client/wizard/preview.ts';
import { EngineField } from './engine-field.tsx';
import { RunTraffic } from './run-traffic.tsx';

const MORE = [
  {
    name: 'plan.warmupSeconds',
    label: 'Warm-up',
    unit: 's a side',
    description:
      'Sent before the first turn of each side and reported apart: first starts are in it, percentiles are not.',
  },
  {
    name: 'plan.starts',
    label: 'Forced starts',
    unit: 'on each side',
    whole: true,
    description:
      'Environments and replicas that are started before the first request, to see how long a start takes: at most 20, for at most 10 s a side.',
  },
  {
    name: 'plan.seed',
    label: 'Seed',
    unit: '',
    whole: true,
    description: 'The same seed repeats the same arrivals and requests.',
  },
  {
    name: 'plan.keepAliveSeconds',
    label: 'Keep-alive',
    unit: 's',
    description: 'How long an idle function environment is kept before it leaves.',
  },
  {
    name: 'plan.maxConcurrency',
    label: 'Concurrency limit',
    unit: 'environments',
    whole: true,
    description: 'Most function environments at once; beyond it requests are throttled.',
  },
  {
    name: 'plan.replicas',
    label: 'Replicas',
    unit: 'replicas',
    whole: true,
    description: 'Containers that always run.',
  },
  {
    name: 'plan.cpusPerReplica',
    label: 'CPU of a replica',
    unit: 'vCPU',
    description: 'The share of the machine that one replica may use.',
  },
] as const;

/** How the experiment is run. What matters first, the rest behind a fold. `described`: the traffic of the workload. */
export const PlanFields = ({ described }: { described: DescribedTraffic }) => (
  <div className="grid gap-6">
    <div className="grid gap-6 sm:grid-cols-2">
      <FormNumber<PlanForm>
        name="plan.secondsPerCandidate"
        label="Measured time"
        unit="s a side"
        description="Longer runs give narrower intervals. Both sides take turns, so the run takes about twice this."
      />
      <FormNumber<PlanForm>
        name="plan.rounds"
        label="Turns"
        unit="on each side"
        whole
        description="How often the sides take turns, so that the machine's drift hits both alike. Each turn plays the traffic whole."
      />
    </div>
    <RunTraffic described={described} />
    <EngineField />
    <details>
      <summary className="w-fit text-sm underline underline-offset-4">More about how it is run</summary>
      <div className="mt-4 grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {MORE.map((field) => (
          <FormNumber<PlanForm> key={field.name} {...field} />
        ))}
      </div>
    </details>
  </div>
);
