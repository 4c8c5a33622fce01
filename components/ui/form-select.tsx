'use client';

import { Controller, type FieldPath, type FieldValues, useFormContext } from 'react-hook-form';
import { SelectField, type SelectFieldProps } from './select-field.tsx';

interface FormSelectProps<T extends FieldValues>
  extends Omit<SelectFieldProps, 'value' | 'onChange' | 'onBlur' | 'ref' | 'error'> {
  name: FieldPath<T>;
  /** Shown as long as the form has no value. */
  unset?: string;
  /** What the form keeps for an item's value; without it the value itself. */
  read?: (value: string) => unknown;
}

/** One of a few in the surrounding form, its error beside it. */
export function FormSelect<T extends FieldValues>({ name, unset = '', read, ...select }: FormSelectProps<T>) {
  const { control } = useFormContext<T>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState }) => (
        <SelectField
          {...select}
          value={String(value ?? unset)}
          onChange={(next) => onChange(read ? read(next) : next)}
          onBlur={onBlur}
          ref={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}
