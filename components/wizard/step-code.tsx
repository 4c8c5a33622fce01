'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { FieldDescription, FieldError } from '#components/ui/field.tsx';
import { blankCode, missingRuntimes, type WizardValues } from '#lib/client/wizard/form.ts';
import { flattenErrors } from '#lib/client/wizard/steps.ts';
import { RUNTIME_NAMES, runtimeOf, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { CodeFields } from './code-fields.tsx';
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
      <CodeFields
        name="workload.code"
        title="Files"
        description="JavaScript, TypeScript or Python. The same files run as a function and in a container; nothing is installed, so bring what they import."
      />
      <Variants />
    </div>
  );
}

/** The same work in other languages: a sweep can then measure them beside each other. */
function Variants() {
  const { control, formState, setValue } = useFormContext<WizardValues>();
  const code = useWatch({ control, name: 'workload.code' });
  const variants = useWatch({ control, name: 'workload.variants' }) ?? [];
  const errors = flattenErrors(formState.errors).filter(({ path }) => path === 'workload.variants');
  const change = (next: typeof variants) =>
    setValue('workload.variants', next.length > 0 ? next : undefined, {
      ...{ shouldDirty: true, shouldValidate: formState.isSubmitted },
    });
  return (
    <section aria-labelledby="variants-title" className="grid gap-4 border-t pt-6">
      <div className="grid gap-1.5">
        <h3 id="variants-title" className="text-sm leading-5 font-medium">
          The same work in another language{' '}
          <span className="font-normal text-muted-foreground">optional</span>
        </h3>
        <FieldDescription>
          A run takes the code above. A sweep over runtimes runs each, on both sides, and shows which is the
          cheapest and the fastest; that they do the same is for you to see to.
        </FieldDescription>
      </div>
      {variants.map((variant, at) => (
        <div key={`variant-${String(at)}`} className="grid gap-4">
          <CodeFields
            name={`workload.variants.${at}`}
            title={`Files in ${nameOf(variant.entry)}`}
            language={nameOf(variant.entry)}
          />
          <Button
            variant="ghost"
            size="sm"
            className="justify-self-start"
            onClick={() => change(variants.filter((_, other) => other !== at))}
          >
            <Trash2 aria-hidden="true" /> Remove the code in {nameOf(variant.entry)}
          </Button>
        </div>
      ))}
      {errors.map(({ message }) => (
        <FieldError key={message} error={message} />
      ))}
      <AddVariant
        runtimes={missingRuntimes({ code, variants })}
        onAdd={(runtime) => change([...variants, blankCode(runtime)])}
      />
    </section>
  );
}

const nameOf = (entry: string): string => RUNTIME_NAMES[runtimeOf({ entry })];

interface AddVariantProps {
  runtimes: readonly WorkloadRuntime[];
  onAdd: (runtime: WorkloadRuntime) => void;
}

const AddVariant = ({ runtimes, onAdd }: AddVariantProps) => (
  <div className="flex flex-wrap gap-2 empty:hidden">
    {runtimes.map((runtime) => (
      <Button key={runtime} variant="outline" size="sm" onClick={() => onAdd(runtime)}>
        <Plus aria-hidden="true" /> Add it in {RUNTIME_NAMES[runtime]}
      </Button>
    ))}
  </div>
);
