'use client';

import { NumberField } from '#components/ui/number-field.tsx';
import { NO_LIMIT } from '#lib/client/simulate/address.ts';
import { type Origin, originOf } from '#lib/client/simulate/base.ts';
import type { FieldState } from '#lib/client/simulate/evaluate.ts';
import { type FieldKey, fieldOf, LIMITS } from '#lib/client/simulate/fields.ts';
import type { ScenarioState } from '#lib/client/simulate/use-scenario.ts';
import { writeNumber } from '#lib/domain/numbers/write-number.ts';
import { PAIRED } from './field-row.tsx';

interface ScenarioNumberProps {
  name: FieldKey;
  state: ScenarioState;
  /** Its own name where it stands, when the common one would not say enough. */
  label?: string;
}

const isLimit = (name: FieldKey): boolean => LIMITS.some((limit) => limit === name);

/** A number of the form: what it means is said under it, what is wrong with it beside it. */
export function ScenarioNumber({ name, state, label }: ScenarioNumberProps) {
  const spec = fieldOf(name);
  const field = state.scenario.fields[name];
  const meanwhile = `Simulated with ${writeNumber(field.value)}.`;
  return (
    <NumberField
      label={label ?? spec.label}
      unit={spec.unit}
      whole={spec.whole}
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
      value={field.problem === null ? field.value : field.typed}
      onValue={(value) => state.change({ [name]: value === null && isLimit(name) ? NO_LIMIT : value })}
      error={field.problem === null ? undefined : `${field.problem} ${meanwhile}`}
      meanwhile={meanwhile}
      input={{ placeholder: isLimit(name) ? 'no limit' : undefined, className: 'pr-16' }}
    />
  );
}

interface OriginProps {
  field: FieldState;
  origin: Origin | null;
  onBack: () => void;
}

const ORIGIN_WORDS: Record<Origin, string> = {
  assumed: 'Assumed.',
  measured: 'Measured.',
  described: 'As described.',
  'of the run': 'As in the run.',
};

/** "Measured.", or the way back to it. */
function OriginNote({ field, origin, onBack }: OriginProps) {
  if (!field.changed) return origin === null ? null : <em>{ORIGIN_WORDS[origin]}</em>;
  return (
    <button type="button" className="underline underline-offset-4 hover:text-foreground" onClick={onBack}>
      Back to{' '}
      <span className="num">{Number.isFinite(field.base) ? writeNumber(field.base) : 'no limit'}</span>
    </button>
  );
}
