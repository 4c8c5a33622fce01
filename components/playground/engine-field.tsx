'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { FormSelect } from '#components/ui/form-select.tsx';
import { engineOptions } from '#lib/client/engines/options.ts';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { useMachineNow } from '#lib/client/queries.ts';

/** What runs the container; the limits of the chosen one stand below. */
export function EngineField() {
  const { control } = useFormContext<PlaygroundValues>();
  const chosen = useWatch({ control, name: 'containerEngine' }) ?? 'auto';
  const options = engineOptions(useMachineNow().data?.machine.engines);
  return (
    <FormSelect<PlaygroundValues>
      name="containerEngine"
      label="Container engine"
      description={options.find(({ value }) => value === chosen)?.description}
      unset="auto"
      items={options.map(({ value, label, disabled }) => ({
        ...{ value, disabled },
        label: disabled ? `${label}: not there` : label,
      }))}
    />
  );
}
