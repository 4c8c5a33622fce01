'use client';

import type { ReactNode } from 'react';
import { type FieldPath, useFormContext } from 'react-hook-form';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';

interface TextFieldProps {
  name: FieldPath<WizardValues>;
  label: string;
  description?: ReactNode;
  hint?: string;
  /** More than one line. */
  long?: boolean;
  /** Set in the font of code. */
  code?: boolean;
  className?: string;
}

export function TextField({ name, long = false, code = false, ...field }: TextFieldProps) {
  const { register, getFieldState, formState } = useFormContext<WizardValues>();
  const { error } = getFieldState(name, formState);
  const props = {
    autoComplete: 'off',
    className: code ? 'font-mono text-[0.8125rem]' : '',
    ...register(name),
  };
  return (
    <Field {...field} error={error?.message}>
      {long ? <Textarea {...props} /> : <Input {...props} />}
    </Field>
  );
}
