'use client';

import { useFormContext, useFormState } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { FormNumber } from '#components/ui/form-number.tsx';
import { FormSelect } from '#components/ui/form-select.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { HTTP_METHODS } from '#lib/domain/workload/workload.ts';
import { EngineField } from './engine-field.tsx';
import { NotEnforcedHere } from './not-enforced.tsx';
import { SidesField } from './sides-field.tsx';

const METHODS = HTTP_METHODS.map((method) => ({ value: method, label: method }));

/** The request that is sent, and what it may use. */
export function RequestPart() {
  return (
    <section aria-labelledby="request-title" className="grid content-start gap-4">
      <h2 id="request-title" className="text-base leading-8 font-semibold">
        Request
      </h2>
      <RequestFields />
      <div className="grid grid-cols-2 gap-4">
        <FormNumber<PlaygroundValues>
          name="memoryMiB"
          label="Memory"
          unit="MiB"
          whole
          inputClassName="pr-12"
          description="A function's CPU follows it."
        />
        <FormNumber<PlaygroundValues>
          name="timeoutMs"
          label="Timeout"
          unit="ms"
          whole
          inputClassName="pr-12"
          description="Then the request is ended."
        />
      </div>
      <SidesField />
      <EngineField />
      <NotEnforcedHere />
    </section>
  );
}

function RequestFields() {
  const { register, control } = useFormContext<PlaygroundValues>();
  const { errors } = useFormState({ control });
  return (
    <>
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-2">
        <FormSelect<PlaygroundValues> name="request.method" label="Method" items={METHODS} code />
        <Field label="Path" error={errors.request?.path?.message}>
          <Input
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            {...register('request.path')}
          />
        </Field>
      </div>
      <Field label="Body" hint="optional" error={errors.request?.body?.message}>
        <Textarea
          spellCheck={false}
          rows={2}
          className="min-h-0 font-mono text-[0.8125rem]"
          {...register('request.body')}
        />
      </Field>
    </>
  );
}
