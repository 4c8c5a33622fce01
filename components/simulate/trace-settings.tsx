'use client';

import { useState } from 'react';
import { NumberField } from '#components/ui/number-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import {
  AS_FOUND,
  checkInterval,
  countItems,
  timeItems,
  unitItems,
} from '#lib/client/simulate/trace-settings.ts';
import type { TraceChoice } from '#lib/client/simulate/use-trace.ts';
import { TIME_UNITS } from '#lib/domain/load/trace/units.ts';

/** What the reader says of a file where it was read otherwise than meant; each choice reads it again at once. */
export function TraceSettingsFields({ trace }: { trace: TraceChoice }) {
  const { settings, columns, settle } = trace;
  const found = (value: string) => (value === AS_FOUND ? undefined : value);
  return (
    <fieldset className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <legend className="mb-3 text-[0.8125rem] leading-5 text-muted-foreground">
        Read it otherwise, if the lines above are not what the file means:
      </legend>
      <SelectField
        label="Time column"
        value={settings.timeColumn ?? AS_FOUND}
        items={timeItems(columns)}
        onChange={(value) => settle({ ...settings, timeColumn: found(value) })}
      />
      <SelectField
        label="Count column"
        value={settings.countColumn ?? AS_FOUND}
        items={countItems(columns)}
        onChange={(value) => settle({ ...settings, countColumn: found(value) })}
      />
      <SelectField
        label="Unit"
        description="Of numbers in the time column."
        value={settings.unit ?? AS_FOUND}
        items={unitItems()}
        onChange={(value) => settle({ ...settings, unit: TIME_UNITS.find((unit) => unit === value) })}
      />
      <Interval trace={trace} />
    </fieldset>
  );
}

function Interval({ trace: { settings, settle } }: { trace: TraceChoice }) {
  const [typed, setTyped] = useState<number | null>(settings.interval ?? null);
  const { interval, error } = checkInterval(typed);
  const commit = () => {
    if (error === undefined && interval !== settings.interval) settle({ ...settings, interval });
  };
  return (
    <NumberField
      label="Interval"
      unit="s"
      description="Time that a row with a count stands for. Empty: as found."
      error={error}
      value={typed}
      onValue={setTyped}
      input={{
        onBlur: commit,
        onKeyDown: (event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            commit();
          }
        },
      }}
    />
  );
}
