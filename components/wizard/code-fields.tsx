'use client';

import { type ReactNode, useId } from 'react';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { FieldDescription, FieldError } from '#components/ui/field.tsx';
import { FileEditor } from '#components/ui/file-editor.tsx';
import { FormSelect } from '#components/ui/form-select.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { flattenErrors, messagesUnder } from '#lib/client/wizard/steps.ts';
import { canBeEntry, ENTRY_ENDINGS } from '#lib/domain/workload/runtime.ts';
import { TextField } from './text-field.tsx';

interface CodeFieldsProps {
  /** Which code of the form it is. */
  name: 'workload.code' | `workload.variants.${number}`;
  title: string;
  /** Tells its fields from those of the other packages. */
  language?: string;
  description?: ReactNode;
}

/** One package: its files, the entry among them, and the function that is called. */
export const CodeFields = ({ name, title, language, description }: CodeFieldsProps) => (
  <>
    <Files name={name} title={title} description={description} />
    <div className="grid gap-6 md:grid-cols-2">
      <EntryField name={name} label={labelIn('Entry', language)} />
      <TextField
        name={`${name}.handler`}
        label={labelIn('Handler', language)}
        code
        description="The function that is called for each request, on both sides: exported, or in Python at the top of the module."
      />
    </div>
  </>
);

const labelIn = (label: string, language: string | undefined): string =>
  language === undefined ? label : `${label} in ${language}`;

function Files({ name, title, description }: CodeFieldsProps) {
  const id = useId();
  const { control, formState, getValues, setValue } = useFormContext<WizardValues>();
  const entry = useWatch({ control, name: `${name}.entry` });
  const errors = messagesUnder(flattenErrors(formState.errors), `${name}.files`);
  const follow = (from: string, to: string) => {
    if (getValues(`${name}.entry`) === from) setValue(`${name}.entry`, to);
  };
  return (
    <section aria-labelledby={id} className="grid gap-1.5">
      <h3 id={id} className="text-sm leading-5 font-medium">
        {title}
      </h3>
      {description ? <FieldDescription>{description}</FieldDescription> : null}
      <Controller
        control={control}
        name={`${name}.files`}
        render={({ field }) => (
          <FileEditor files={field.value ?? []} entry={entry} onChange={field.onChange} onRename={follow} />
        )}
      />
      {errors.map((error) => (
        <FieldError key={error} error={error} />
      ))}
    </section>
  );
}

function EntryField({ name, label }: Pick<CodeFieldsProps, 'name'> & { label: string }) {
  const { control } = useFormContext<WizardValues>();
  const files = useWatch({ control, name: `${name}.files` }) ?? [];
  const paths = [...new Set(files.map(({ path }) => path).filter(canBeEntry))];
  return (
    <FormSelect<WizardValues>
      name={`${name}.entry`}
      label={label}
      description={`The file that has the handler: ${ENTRY_ENDINGS}. Its ending says the runtime.`}
      items={paths.map((path) => ({ value: path, label: path }))}
      placeholder="Choose a file"
      code
    />
  );
}
