'use client';

import type { ComponentProps, ReactNode, Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { UnitInput } from './input.tsx';
import { type NumberTextOptions, useNumberText } from './use-number-text.ts';

export interface NumberFieldProps
  extends NumberTextOptions,
    Pick<FieldProps, 'label' | 'description' | 'hint' | 'className' | 'error'> {
  /** Of the input itself. */
  input?: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onFocus' | 'ref'>;
  inputRef?: Ref<HTMLInputElement>;
  /** Said after what is wrong with a text that is no number: what holds meanwhile. */
  meanwhile?: string;
  /** The description names the unit itself. */
  unitSaid?: boolean;
}

/**
 * The one field for a number: takes it as people write it ("40M", "1.5 GB", "200ms"), shows it with
 * separators and its unit once left, and keeps a text that is none with what is wrong with it.
 */
export function NumberField({
  input,
  inputRef,
  unitSaid = false,
  meanwhile,
  error,
  description,
  ...props
}: NumberFieldProps) {
  const { unit, whole, value, onValue, ...field } = props;
  const { text, problem, onText, onFocus, onBlur } = useNumberText({ unit, whole, value, onValue });
  return (
    <Field
      {...field}
      description={unitSaid ? description : described(unit, description)}
      error={
        problem === null || problem === undefined ? error : [problem, meanwhile].filter(Boolean).join(' ')
      }
    >
      <UnitInput
        autoComplete="off"
        spellCheck={false}
        {...input}
        ref={inputRef}
        unit={unit}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onFocus={onFocus}
        onBlur={(event) => {
          onBlur();
          input?.onBlur?.(event);
        }}
      />
    </Field>
  );
}

/** The unit stands in the field, where a screen reader does not hear it. */
const described = (unit: string, description: ReactNode): ReactNode =>
  unit === '' ? (
    description
  ) : (
    <>
      <span className="sr-only">Unit: {unit}. </span>
      {description}
    </>
  );
