'use client';

import { Controller, type FieldPath, useFormContext } from 'react-hook-form';
import { cn } from '#components/ui/cn.ts';
import { FieldSet } from '#components/ui/field.tsx';
import { RadioCard, RadioGroup } from '#components/ui/radio-group.tsx';
import type { WizardValues } from '#lib/client/wizard/form.ts';

export interface Choice {
  value: string;
  label: string;
  description: string;
}

interface ChoiceFieldProps {
  name: FieldPath<WizardValues>;
  label: string;
  description: string;
  choices: readonly Choice[];
  className?: string;
}

/** One of a few, each explained: radio cards rather than a list that hides the explanations. */
export const ChoiceField = ({ name, label, description, choices, className }: ChoiceFieldProps) => {
  const { control } = useFormContext<WizardValues>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <FieldSet label={label} description={description} error={fieldState.error?.message}>
          <RadioGroup
            aria-label={label}
            value={String(field.value ?? '')}
            onValueChange={field.onChange}
            onBlur={field.onBlur}
            ref={field.ref}
            className={cn('sm:grid-cols-2', className)}
          >
            {choices.map((choice) => (
              <RadioCard key={choice.value} {...choice} />
            ))}
          </RadioGroup>
        </FieldSet>
      )}
    />
  );
};
