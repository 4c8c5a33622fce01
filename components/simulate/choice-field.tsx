'use client';

import { type ControlProps, Field } from '#components/ui/field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
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
  label,
  description,
  paired = false,
  ...rest
}: ChoiceFieldProps<Value>) {
  return (
    <Field label={label} description={description} className={paired ? PAIRED : undefined}>
      <Choice {...rest} />
    </Field>
  );
}

type ChoiceProps<Value extends string> = Omit<ChoiceFieldProps<Value>, 'label' | 'description' | 'paired'> &
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
