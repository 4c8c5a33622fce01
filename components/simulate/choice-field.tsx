'use client';

import { SelectField } from '#components/ui/select-field.tsx';
import { PAIRED } from './field-row.tsx';

interface ChoiceFieldProps<Value extends string> {
  label: string;
  description: string;
  value: Value;
  items: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
  /** Stands in a row beside another field. */
  paired?: boolean;
}

/** One of a few, with what the chosen one means under it. */
export function ChoiceField<Value extends string>({
  items,
  onChange,
  paired = false,
  ...field
}: ChoiceFieldProps<Value>) {
  return (
    <SelectField
      {...field}
      items={Object.entries<string>(items).map(([value, label]) => ({ value, label }))}
      onChange={(next) => onChange(next as Value)}
      {...(paired ? { className: PAIRED } : {})}
    />
  );
}
