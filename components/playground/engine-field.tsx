'use client';

import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import { engineOptions } from '#lib/client/engines/options.ts';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { useMachineNow } from '#lib/client/queries.ts';

/** What runs the container; the limits of the chosen one stand below. */
export function EngineField() {
  const { control } = useFormContext<PlaygroundValues>();
  const chosen = useWatch({ control, name: 'containerEngine' }) ?? 'auto';
  const options = engineOptions(useMachineNow().data?.machine.engines);
  return (
    <Controller
      control={control}
      name="containerEngine"
      render={({ field, fieldState }) => (
        <Select value={chosen} onValueChange={field.onChange}>
          <Field
            label="Container engine"
            description={options.find(({ value }) => value === chosen)?.description}
            error={fieldState.error?.message}
          >
            <SelectTrigger ref={field.ref} onBlur={field.onBlur}>
              <SelectValue />
            </SelectTrigger>
          </Field>
          <SelectContent>
            {options.map(({ value, label, disabled }) => (
              <SelectItem key={value} value={value} disabled={disabled}>
                {disabled ? `${label}: not there` : label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    />
  );
}
