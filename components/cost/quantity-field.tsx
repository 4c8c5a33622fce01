'use client';

import { memo } from 'react';
import { NumberField } from '#components/ui/number-field.tsx';
import { Slider } from '#components/ui/slider.tsx';
import type { FieldState } from '#lib/client/cost/evaluate.ts';
import { type FieldKey, type FieldSpec, fieldOf } from '#lib/client/cost/fields.ts';
import { fromStep, toStep } from '#lib/client/cost/quantity.ts';
import type { Change } from '#lib/client/cost/use-what-if.ts';
import { writeNumber } from '#lib/domain/numbers/write-number.ts';

interface FieldOfProps {
  name: FieldKey;
  state: FieldState;
  origin: string | null;
  slider?: boolean;
  change: Change;
}

const same = (a: FieldState, b: FieldState): boolean =>
  Object.is(a.value, b.value) && Object.is(a.typed, b.typed) && a.base === b.base && a.problem === b.problem;

/** A field of the what-if, drawn anew only when its own value changes: a slider moves many times a second. */
export const WhatIfField = memo(
  ({ name, change, ...props }: FieldOfProps) => (
    <QuantityField spec={fieldOf(name)} {...props} onChange={(value) => change({ [name]: value })} />
  ),
  (a, b) => same(a.state, b.state) && a.origin === b.origin && a.change === b.change,
);

interface QuantityFieldProps {
  spec: FieldSpec;
  state: FieldState;
  /** Where the value came from before anybody changed it; null says nothing. */
  origin: string | null;
  slider?: boolean;
  /** Null takes the change back. */
  onChange: (value: number | null) => void;
}

/** A number of the what-if: typed or slid, with what it was before and what is wrong with it. */
export function QuantityField({ spec, state, origin, slider = false, onChange }: QuantityFieldProps) {
  return (
    <div className="grid gap-1">
      <NumberField
        label={spec.label}
        unit={spec.unit}
        whole={spec.whole}
        hint={<Before spec={spec} state={state} origin={origin} onBack={() => onChange(null)} />}
        description={<span className="sr-only">{describe(spec)}</span>}
        unitSaid
        value={state.problem === null ? state.value : state.typed}
        onValue={onChange}
        error={state.problem ?? undefined}
        input={{
          title: spec.description,
          className: spec.unit === '' ? 'pr-3' : spec.unit.length > 5 ? undefined : 'pr-14',
        }}
      />
      <Nearest spec={spec} state={state} onChange={onChange} />
      {slider ? <Slide spec={spec} value={state.value ?? spec.least} onChange={onChange} /> : null}
    </div>
  );
}

const describe = ({ description, unit, least, most }: FieldSpec): string =>
  `${description} ${`${writeNumber(least)} to ${writeNumber(most)} ${unit}`.trim()}.`;

function Nearest({ spec, state, onChange }: Pick<QuantityFieldProps, 'spec' | 'state' | 'onChange'>) {
  const { value, problem } = state;
  if (problem === null || value === null) return null;
  return (
    <p className="text-[0.8125rem] leading-5 text-muted-foreground">
      Calculated with{' '}
      <button type="button" className="num underline underline-offset-4" onClick={() => onChange(value)}>
        {writeNumber(value)} {spec.unit}
      </button>
    </p>
  );
}

interface BeforeProps {
  spec: FieldSpec;
  state: FieldState;
  origin: string | null;
  onBack: () => void;
}

/** "measured", or the way back to it. */
function Before({ spec, state, origin, onBack }: BeforeProps) {
  if (!state.changed) return state.base === null && origin !== null ? 'not known' : origin;
  const base = state.base === null ? 'none' : writeNumber(state.base);
  return (
    <button
      type="button"
      onClick={onBack}
      aria-label={`${spec.label}: back to ${base} ${spec.unit}`}
      className="num underline underline-offset-4"
    >
      was {base}
    </button>
  );
}

const STEPS = 240;

function Slide({ spec, value, onChange }: { spec: FieldSpec; value: number; onChange: (v: number) => void }) {
  const { stops } = spec;
  const at = stops ? nearestStop(stops, value) : toStep(value, spec, STEPS);
  return (
    <Slider
      label={`${spec.label}, slider`}
      valueText={`${writeNumber(value)} ${spec.unit}`}
      value={at}
      max={stops ? stops.length - 1 : STEPS}
      onValueChange={(step) => onChange(stops ? (stops[step] ?? value) : fromStep(step, spec, STEPS))}
    />
  );
}

const nearestStop = (stops: readonly number[], value: number): number => {
  const above = stops.findIndex((stop) => stop >= value);
  return above === -1 ? stops.length - 1 : above;
};
