'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { FieldSet } from '#components/ui/field.tsx';
import { RadioCard, RadioGroup } from '#components/ui/radio-group.tsx';
import { engineOptions } from '#lib/client/engines/options.ts';
import { useMachineNow } from '#lib/client/queries.ts';
import type { WizardValues } from '#lib/client/wizard/form.ts';

/** What runs the containers: each engine with its limits; one that is not there says what to do. */
export function EngineField() {
  const { control } = useFormContext<Pick<WizardValues, 'plan'>>();
  const options = engineOptions(useMachineNow().data?.machine.engines);
  return (
    <Controller
      control={control}
      name="plan.containerEngine"
      render={({ field, fieldState }) => (
        <FieldSet
          label="Container engine"
          description="The image is the same on each; what starts and limits its containers differs."
          error={fieldState.error?.message}
        >
          <RadioGroup
            aria-label="Container engine"
            value={field.value ?? 'auto'}
            onValueChange={field.onChange}
            onBlur={field.onBlur}
            ref={field.ref}
            className="sm:grid-cols-2"
          >
            {options.map((option) => (
              <RadioCard key={option.value} {...option} />
            ))}
          </RadioGroup>
        </FieldSet>
      )}
    />
  );
}
