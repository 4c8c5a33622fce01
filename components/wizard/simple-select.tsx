'use client';

import { type ControlProps, Field } from '#components/ui/field.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';

interface SimpleSelectProps {
  label: string;
  description: string;
  value: string;
  items: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One of a few, with what the chosen one means under it. */
export const SimpleSelect = ({ label, description, ...rest }: SimpleSelectProps) => (
  <Field label={label} description={description}>
    <Choice {...rest} />
  </Field>
);

type ChoiceProps = Pick<SimpleSelectProps, 'value' | 'items' | 'onChange'> & ControlProps;

const Choice = ({ value, items, onChange, ...control }: ChoiceProps) => (
  <Select value={value} onValueChange={onChange}>
    <SelectTrigger {...control}>
      <SelectValue />
    </SelectTrigger>
    <SelectContent>
      {items.map((item) => (
        <SelectItem key={item.value} value={item.value}>
          {item.label}
        </SelectItem>
      ))}
    </SelectContent>
  </Select>
);
