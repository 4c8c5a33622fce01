'use client';

import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { FormSelect } from '#components/ui/form-select.tsx';
import { Input } from '#components/ui/input.tsx';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { canBeEntry } from '#lib/domain/workload/runtime.ts';

/** The file and the export that are called for each request. */
export function EntryFields() {
  const { register, control } = useFormContext<PlaygroundValues>();
  const { errors } = useFormState({ control });
  return (
    <div className="grid grid-cols-2 gap-4">
      <EntryField />
      <Field label="Handler" error={errors.code?.handler?.message}>
        <Input
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-[0.8125rem]"
          {...register('code.handler')}
        />
      </Field>
    </div>
  );
}

function EntryField() {
  const { control } = useFormContext<PlaygroundValues>();
  const files = useWatch({ control, name: 'code.files' });
  const paths = [...new Set(files.map(({ path }) => path).filter(canBeEntry))];
  return (
    <FormSelect<PlaygroundValues>
      name="code.entry"
      label="Entry"
      items={paths.map((path) => ({ value: path, label: path }))}
      placeholder="Choose a file"
      code
    />
  );
}
