'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { FormNumber } from '#components/ui/form-number.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { formatCount } from '#lib/domain/charts/format.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import { type Choice, ChoiceField } from './choice-field.tsx';
import { TrafficPreview } from './traffic-preview.tsx';

const SHAPES: readonly (Choice & { value: TrafficShape })[] = [
  {
    value: 'steady',
    label: 'Steady',
    description: 'The same rate by day and by night, e.g. devices that report.',
  },
  { value: 'office-hours', label: 'Office hours', description: 'Weekdays from 8 to 18, little otherwise.' },
  {
    value: 'evening-peak',
    label: 'Evening peak',
    description: 'A daily wave that is highest at 20, e.g. consumers.',
  },
  { value: 'bursts', label: 'Bursts', description: 'Quiet, but for two short bursts a day, e.g. batches.' },
];

const COMMON = [10_000, 1_000_000, 100_000_000, 1_000_000_000] as const;

export function StepTraffic() {
  const { control, setValue } = useFormContext<WizardValues>();
  const traffic = useWatch({ control, name: 'workload.traffic' });
  const take = (value: number) =>
    setValue('workload.traffic.requestsPerMonth', value, { shouldDirty: true, shouldValidate: true });
  return (
    <div className="grid gap-6 lg:grid-cols-2 lg:gap-8">
      <div className="grid content-start gap-6">
        <div className="grid gap-2">
          <FormNumber<WizardValues>
            name="workload.traffic.requestsPerMonth"
            label="Requests a month"
            unit="a month"
            whole
            description="What you expect in production. It decides the bills; the run itself sends far fewer."
          />
          <div className="flex flex-wrap gap-1">
            {COMMON.map((value) => (
              <Button key={value} variant="secondary" size="sm" className="num" onClick={() => take(value)}>
                {formatCount(value)}
              </Button>
            ))}
          </div>
        </div>
        <ChoiceField
          name="workload.traffic.shape"
          label="Shape"
          description="How a week spreads them. Idle hours favour functions, steady ones containers."
          choices={SHAPES}
        />
      </div>
      <TrafficPreview traffic={traffic} />
    </div>
  );
}
