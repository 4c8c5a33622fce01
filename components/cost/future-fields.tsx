import { type FieldKey, fieldOf } from '#lib/client/cost/fields.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { QuantityField } from './quantity-field.tsx';

/** Numbers of what has not happened yet, in a row beside what they change. */
export const FutureFields = ({ state, keys }: { state: WhatIfState; keys: readonly FieldKey[] }) => (
  <div className="mb-5 grid grid-cols-2 gap-4 sm:grid-cols-4">
    {keys.map((key) => (
      <QuantityField
        key={key}
        spec={fieldOf(key)}
        state={state.fields[key]}
        origin={null}
        onChange={(value) => state.change({ [key]: value })}
      />
    ))}
  </div>
);
