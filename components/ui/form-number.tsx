'use client';

import type { ReactNode } from 'react';
import { type FieldPath, type FieldPathValue, type FieldValues, useController } from 'react-hook-form';
import { NumberField } from './number-field.tsx';

interface FormNumberProps<T extends FieldValues> {
  name: FieldPath<T>;
  label: ReactNode;
  description?: ReactNode;
  unit: string;
  /** Only whole numbers are meant. */
  whole?: boolean;
  className?: string;
  /** Of the input itself. */
  inputClassName?: string;
}

/** A number of the surrounding form with its unit, explained, its error beside it. An empty box is no number. */
export function FormNumber<T extends FieldValues>({ name, inputClassName, ...field }: FormNumberProps<T>) {
  const { field: control, fieldState } = useController<T>({ name });
  const value: unknown = control.value;
  return (
    <NumberField
      {...field}
      value={typeof value === 'number' ? value : null}
      onValue={(next) => control.onChange((next ?? undefined) as FieldPathValue<T, FieldPath<T>>)}
      error={fieldState.error?.message}
      inputRef={control.ref}
      input={{ name: control.name, onBlur: control.onBlur, className: inputClassName }}
    />
  );
}
