'use client';

import { FormNumber } from '#components/ui/form-number.tsx';
import { FormSelect } from '#components/ui/form-select.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { type Choice, ChoiceField } from './choice-field.tsx';

const STATES: readonly Choice[] = [
  { value: 'none', label: 'Nowhere', description: 'Each answer follows from its request alone.' },
  {
    value: 'store',
    label: 'In a store outside',
    description: 'Both sides reach the same store over a socket.',
  },
  {
    value: 'memory',
    label: 'In memory',
    description: 'Kept between requests. A function loses it whenever its environment leaves.',
  },
];

export const StepResources = () => (
  <div className="grid gap-6">
    <div className="grid gap-6 md:grid-cols-2">
      <FormNumber<WizardValues>
        name="workload.memoryMiB"
        label="Memory"
        unit="MiB"
        whole
        description="For one environment and for one replica. A function's CPU follows it: 1,769 MiB are one vCPU."
      />
      <FormNumber<WizardValues>
        name="workload.timeoutMs"
        label="Timeout"
        unit="ms"
        description="A request that takes longer is ended and counts as an error."
      />
      <FormNumber<WizardValues>
        name="workload.latencyTarget.ms"
        label="Latency target"
        unit="ms"
        description="What your users need, from the moment a request is due until its answer. The verdict asks who meets it."
      />
      <PercentileField />
    </div>
    <ChoiceField
      name="workload.state"
      label="State between requests"
      description="Where data lives from one request to the next."
      choices={STATES}
      className="sm:grid-cols-3"
    />
    <div className="grid gap-6 md:grid-cols-2">
      <FormNumber<WizardValues>
        name="workload.slowServiceMs"
        label="Slow service"
        unit="ms"
        description="Delay of the slow service that your code may call at SLOW_SOCKET; 0 means that it calls none. A function is billed while it waits."
      />
      <FormNumber<WizardValues>
        name="workload.durationSeconds"
        label="Duration of a request (optional)"
        unit="s"
        description="Only for requests that take longer than their timeout or the run, up to 24 h. Then nothing is sent: the verdict rests on limits, such as the 15 minutes of AWS Lambda, and on the bill."
      />
    </div>
  </div>
);

const PERCENTILES = [
  { value: '50', label: 'p50: half of the requests' },
  { value: '95', label: 'p95: 95 of 100 requests' },
  { value: '99', label: 'p99: 99 of 100 requests' },
] as const;

const PercentileField = () => (
  <FormSelect<WizardValues>
    name="workload.latencyTarget.percentile"
    label="Met by"
    description="How many requests must meet the target. A higher percentile weighs cold starts more."
    items={PERCENTILES}
    read={Number}
  />
);
