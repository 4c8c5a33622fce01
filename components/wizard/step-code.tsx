'use client';

import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { Field, FieldDescription, FieldError } from '#components/ui/field.tsx';
import { FileEditor } from '#components/ui/file-editor.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { flattenErrors, messagesUnder } from '#lib/client/wizard/steps.ts';
import { TextField } from './text-field.tsx';

export function StepCode() {
  return (
    <div className="grid gap-6">
      <div className="grid gap-6 md:grid-cols-2">
        <TextField
          name="workload.name"
          label="Name"
          description="How you will find it again, and what a shared report is titled."
        />
        <TextField
          name="workload.description"
          label="Description"
          hint="optional"
          description="What it does, for the readers of the report."
        />
      </div>
      <Files />
      <div className="grid gap-6 md:grid-cols-2">
        <EntryField />
        <TextField
          name="workload.code.handler"
          label="Handler"
          code
          description="The exported function that is called for each request, on both sides."
        />
      </div>
    </div>
  );
}

/** Only code files can be the entry. */
const canBeEntry = (path: string): boolean => /\.(mjs|js|ts|mts)$/.test(path);

function Files() {
  const { control, formState, getValues, setValue } = useFormContext<WizardValues>();
  const entry = useWatch({ control, name: 'workload.code.entry' });
  const errors = messagesUnder(flattenErrors(formState.errors), 'workload.code.files');
  const follow = (from: string, to: string) => {
    if (getValues('workload.code.entry') === from) setValue('workload.code.entry', to);
  };
  return (
    <section aria-labelledby="files-title" className="grid gap-1.5">
      <h3 id="files-title" className="text-sm leading-5 font-medium">
        Files
      </h3>
      <FieldDescription>
        JavaScript or TypeScript. The same files run as a function and in a container; nothing is installed,
        so bring what they import.
      </FieldDescription>
      <Controller
        control={control}
        name="workload.code.files"
        render={({ field }) => (
          <FileEditor files={field.value} entry={entry} onChange={field.onChange} onRename={follow} />
        )}
      />
      {errors.map((error) => (
        <FieldError key={error} error={error} />
      ))}
    </section>
  );
}

function EntryField() {
  const { control } = useFormContext<WizardValues>();
  const files = useWatch({ control, name: 'workload.code.files' });
  const paths = [...new Set(files.map(({ path }) => path).filter(canBeEntry))];
  return (
    <Controller
      control={control}
      name="workload.code.entry"
      render={({ field, fieldState }) => (
        <Select value={paths.includes(field.value) ? field.value : ''} onValueChange={field.onChange}>
          <Field
            label="Entry"
            description="The file that exports the handler: .js, .mjs, .ts or .mts."
            error={fieldState.error?.message}
          >
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
