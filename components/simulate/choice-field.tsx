'use client';

import type { ControlProps } from '#components/ui/field.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';

interface ChoiceFieldProps<Value extends string> {
  label: string;
  description: string;
  value: Value;
  items: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}

/** One of a few, with what the chosen one means under it. */
export function ChoiceField<Value extends string>({ label, description, ...rest }: ChoiceFieldProps<Value>) {
  return (
    <Field label={label} description={description}>
      <Choice {...rest} />
    </Field>
  );
}

type ChoiceProps<Value extends string> = Omit<ChoiceFieldProps<Value>, 'label' | 'description'> &
  ControlProps;

function Choice<Value extends string>({ value, items, onChange, ...control }: ChoiceProps<Value>) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Value)}>
      <SelectTrigger {...control}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {Object.entries<string>(items).map(([key, words]) => (
          <SelectItem key={key} value={key}>
            {words}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
