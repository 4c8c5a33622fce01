'use client';

import type { Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from './select.tsx';

export interface SelectFieldItem {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectFieldProps extends Omit<FieldProps, 'children'> {
  /** One that is not among the items shows the placeholder. */
  value: string;
  items: readonly SelectFieldItem[];
  onChange: (value: string) => void;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  placeholder?: string;
  /** Set in the font of code. */
  code?: boolean;
}

/** One of a few, labelled and explained. */
export function SelectField({
  value,
  items,
  onChange,
  onBlur,
  ref,
  placeholder,
  code = false,
  ...field
}: SelectFieldProps) {
  const font = code ? 'font-mono text-[0.8125rem]' : undefined;
  return (
    <Select value={items.some((item) => item.value === value) ? value : ''} onValueChange={onChange}>
      <Field {...field}>
        <SelectTrigger ref={ref} onBlur={onBlur} className={font}>
          <SelectValue placeholder={placeholder} />
        </SelectTrigger>
      </Field>
      <SelectContent>
        {items.map((item) => (
          <SelectItem key={item.value} value={item.value} disabled={item.disabled ?? false} className={font}>
            {item.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
