'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { EngineField } from './engine-field.tsx';
import { NumberField } from './number-field.tsx';

/** Any form with a plan in it: the wizard's, or "Run again". */
export type PlanForm = Pick<WizardValues, 'plan'>;

/** How the experiment is run. What matters first, the rest behind a fold. */
export const PlanFields = () => (
  <div className="grid gap-6">
    <div className="grid gap-6 sm:grid-cols-2">
      <NumberField<PlanForm>
        name="plan.secondsPerSide"
        label="Measured time"
        unit="s a side"
        description="Longer runs give narrower intervals. Both sides take turns, so the run takes about twice this."
      />
      <NumberField<PlanForm>
        name="plan.ratePerSecond"
        label="Rate during the run"
        unit="requests/s"
        description="The same on both sides. Suggested from the busiest minutes of your traffic and what one machine can do."
      />
    </div>
    <EngineField />
    <details>
      <summary className="w-fit text-sm underline underline-offset-4">More about how it is run</summary>
      <div className="mt-4 grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        <ArrivalsField />
        <NumberField<PlanForm>
          name="plan.warmupSeconds"
          label="Warm-up"
          unit="s a side"
          description="Sent before the first turn of each side and reported apart: first starts are in it, percentiles are not."
        />
        <NumberField<PlanForm>
          name="plan.blocks"
          label="Turns"
          unit="blocks"
          description="How often the sides take turns, so that the machine's drift hits both alike."
        />
        <NumberField<PlanForm>
          name="plan.seed"
          label="Seed"
          unit=""
          description="The same seed repeats the same arrivals and requests."
        />
        <NumberField<PlanForm>
          name="plan.keepAliveSeconds"
          label="Keep-alive"
          unit="s"
          description="How long an idle function environment is kept before it leaves."
        />
        <NumberField<PlanForm>
          name="plan.maxConcurrency"
          label="Concurrency limit"
          unit="environments"
          description="Most function environments at once; beyond it requests are throttled."
        />
        <NumberField<PlanForm>
          name="plan.replicas"
          label="Replicas"
          unit="replicas"
          description="Containers that always run."
        />
        <NumberField<PlanForm>
          name="plan.cpusPerReplica"
          label="CPU of a replica"
          unit="vCPU"
          description="The share of the machine that one replica may use."
        />
      </div>
    </details>
  </div>
);

const ARRIVALS = [
  { value: 'poisson', label: 'Random (Poisson)' },
  { value: 'constant', label: 'Evenly spaced' },
] as const;

function ArrivalsField() {
  const { control } = useFormContext<PlanForm>();
  return (
    <Controller
      control={control}
      name="plan.arrivals"
      render={({ field, fieldState }) => (
        <Select value={field.value ?? 'poisson'} onValueChange={field.onChange}>
          <Field
            label="Arrivals"
            description="Independent users arrive at random; a timer evenly."
            error={fieldState.error?.message}
          >
            <SelectTrigger ref={field.ref} onBlur={field.onBlur}>
              <SelectValue />
            </SelectTrigger>
          </Field>
          <SelectContent>
            {ARRIVALS.map(({ value, label }) => (
              <SelectItem key={value} value={value}>
                {label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    />
  );
}
