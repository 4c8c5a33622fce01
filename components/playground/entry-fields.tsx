'use client';

import { Controller, useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
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
    <Controller
      control={control}
      name="code.entry"
      render={({ field }) => (
        <Select value={paths.includes(field.value) ? field.value : ''} onValueChange={field.onChange}>
          <Field label="Entry">
            <SelectTrigger ref={field.ref} onBlur={field.onBlur} className="font-mono text-[0.8125rem]">
              <SelectValue placeholder="Choose a file" />
            </SelectTrigger>
          </Field>
          <SelectContent>
            {paths.map((path) => (
              <SelectItem key={path} value={path} className="font-mono text-[0.8125rem]">
                {path}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    />
  );
}
