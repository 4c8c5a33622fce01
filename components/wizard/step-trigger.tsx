'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { FieldDescription, FieldError } from '#components/ui/field.tsx';
import { FormNumber } from '#components/ui/form-number.tsx';
import { FormSelect } from '#components/ui/form-select.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { HTTP_METHODS } from '#lib/domain/workload/workload.ts';
import { TextField } from './text-field.tsx';

const MOST_REQUESTS = 20;
const METHODS = HTTP_METHODS.map((method) => ({ value: method, label: method }));

export function StepTrigger() {
  const { control, formState } = useFormContext<WizardValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'workload.trigger.requests' });
  const errors = formState.errors.workload?.trigger?.requests;
  return (
    <div className="grid gap-4">
      <FieldDescription>
        HTTP is the trigger that both sides share. Each request of the run is one of these, drawn by weight,
        the same on both sides. In path and body, <code className="font-mono">{'{n}'}</code> becomes the
        number of the request.
      </FieldDescription>
      <ol className="grid gap-4">
        {fields.map((field, index) => (
          <li key={field.id} className="rounded-lg border bg-card p-4">
            <RequestFields index={index} {...(fields.length > 1 ? { onRemove: () => remove(index) } : {})} />
          </li>
        ))}
      </ol>
      <FieldError error={errors?.root?.message ?? errors?.message} />
      <Button
        variant="outline"
        className="justify-self-start"
        disabled={fields.length >= MOST_REQUESTS}
        onClick={() => append({ method: 'GET', path: '/', weight: 1 })}
      >
        <Plus aria-hidden="true" /> Add request
      </Button>
    </div>
  );
}

function RequestFields({ index, onRemove }: { index: number; onRemove?: () => void }) {
  const { control } = useFormContext<WizardValues>();
  const at = `workload.trigger.requests.${index}` as const;
  const method = useWatch({ control, name: `${at}.method` });
  return (
    <fieldset className="grid gap-4">
      <legend className="sr-only">Request {index + 1}</legend>
      <div className="grid gap-4 sm:grid-cols-[8rem_minmax(0,1fr)_9rem]">
        <FormSelect<WizardValues> name={`${at}.method`} label="Method" items={METHODS} code />
        <TextField name={`${at}.path`} label="Path" code />
        <FormNumber<WizardValues> name={`${at}.weight`} label="Weight" unit="× as often" description="" />
      </div>
      {method === 'GET' ? null : (
        <TextField
          name={`${at}.body`}
          label="Body"
          hint="optional"
          long
          code
          description="Sent as it stands."
        />
      )}
      {onRemove ? (
        <Button variant="ghost" size="sm" className="justify-self-start" onClick={onRemove}>
          <Trash2 aria-hidden="true" /> Remove request {index + 1}
        </Button>
      ) : null}
    </fieldset>
  );
}
