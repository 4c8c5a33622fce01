'use client';

import type { ReactNode } from 'react';
import { type FieldPath, type FieldValues, useFormContext } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { UnitInput } from '#components/ui/input.tsx';
import { readNumber } from '#lib/client/wizard/form.ts';

interface NumberFieldProps<T extends FieldValues> {
  name: FieldPath<T>;
  label: string;
  description: ReactNode;
  unit: string;
  className?: string;
}

/** A number of the surrounding form with its unit, explained, its error beside it. */
export function NumberField<T extends FieldValues>({ name, unit, ...field }: NumberFieldProps<T>) {
  const { register, getFieldState, formState } = useFormContext<T>();
  const { error } = getFieldState(name, formState);
  return (
    <Field {...field} error={error?.message}>
      <UnitInput autoComplete="off" unit={unit} {...register(name, { setValueAs: readNumber })} />
    </Field>
  );
}
