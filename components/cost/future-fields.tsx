import type { FieldKey } from '#lib/client/cost/fields.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { WhatIfField } from './quantity-field.tsx';

/** Numbers of what has not happened yet, in a row beside what they change. */
export const FutureFields = ({ state, keys }: { state: WhatIfState; keys: readonly FieldKey[] }) => (
  <div className="mb-5 grid grid-cols-2 gap-4 sm:grid-cols-4">
    {keys.map((key) => (
      <WhatIfField key={key} name={key} state={state.fields[key]} origin={null} change={state.change} />
    ))}
  </div>
);
