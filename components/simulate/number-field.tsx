'use client';

import { useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { UnitInput } from '#components/ui/input.tsx';
import { readQuantity, writeQuantity } from '#lib/client/cost/quantity.ts';
import { NO_LIMIT } from '#lib/client/simulate/address.ts';
import { type Origin, originOf } from '#lib/client/simulate/base.ts';
import type { FieldState } from '#lib/client/simulate/evaluate.ts';
import { type FieldKey, fieldOf, LIMITS } from '#lib/client/simulate/fields.ts';
import type { ScenarioState } from '#lib/client/simulate/use-scenario.ts';
import { PAIRED } from './field-row.tsx';

interface NumberFieldProps {
  name: FieldKey;
  state: ScenarioState;
  /** Its own name where it stands, when the common one would not say enough. */
  label?: string;
}

const isLimit = (name: FieldKey): boolean => LIMITS.some((limit) => limit === name);

/** A number of the form: what it means is said under it, what is wrong with it beside it. */
export function NumberField({ name, state, label }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const spec = fieldOf(name);
  const field = state.scenario.fields[name];
  const type = (text: string) => {
    setTyped(text);
    const read = readQuantity(text);
    state.change({ [name]: read === null && isLimit(name) ? NO_LIMIT : read });
  };
  return (
    <Field
      label={label ?? spec.label}
      description={
        <>
          {spec.description}{' '}
          <OriginNote
            field={field}
            origin={originOf(state.base, name)}
            onBack={() => state.change({ [name]: null })}
          />
        </>
      }
      className={PAIRED}
      error={
        field.problem === null ? undefined : `${field.problem} Simulated with ${writeQuantity(field.value)}.`
      }
    >
      <UnitInput
        unit={spec.unit}
        autoComplete="off"
        spellCheck={false}
        placeholder={isLimit(name) ? 'no limit' : undefined}
        className="pr-16"
        value={typed ?? shown(field)}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}

/** What was typed, as long as it cannot be used; else what is in use. */
const shown = ({ typed, value, problem }: FieldState): string =>
  writeQuantity((problem === null ? value : typed) ?? value);

interface OriginProps {
  field: FieldState;
  origin: Origin | null;
  onBack: () => void;
}

const ORIGIN_WORDS: Record<Origin, string> = {
  assumed: 'Assumed.',
  measured: 'Measured.',
  'of the run': 'As in the run.',
};

/** "Measured.", or the way back to it. */
function OriginNote({ field, origin, onBack }: OriginProps) {
  if (!field.changed) return origin === null ? null : <em>{ORIGIN_WORDS[origin]}</em>;
  return (
    <button type="button" className="underline underline-offset-4 hover:text-foreground" onClick={onBack}>
      Back to{' '}
      <span className="num">{Number.isFinite(field.base) ? writeQuantity(field.base) : 'no limit'}</span>
    </button>
  );
}
