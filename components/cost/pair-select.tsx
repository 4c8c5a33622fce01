'use client';

import { memo } from 'react';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import { SideShape } from '#components/ui/side-badge.tsx';
import type { Priced } from '#lib/client/cost/results.ts';
import type { Pair } from '#lib/client/cost/selection.ts';
import type { Change } from '#lib/client/cost/use-what-if.ts';

export type PairChoice = Pick<Priced, 'key' | 'letter' | 'name' | 'side'> & { region: string };

interface PairSelectProps {
  choices: readonly PairChoice[];
  pair: Pair | null;
  change: Change;
}

/** The two platforms that everything below looks at closely. */
export const PairSelect = memo(function PairSelect({ choices, pair, change }: PairSelectProps) {
  if (pair === null) return null;
  const [a, b] = pair;
  return (
    <div className="flex flex-wrap items-center gap-2 border-y py-3 text-sm sm:gap-3">
      <span className="font-medium">Look closer at</span>
      <One
        label="First platform"
        value={a}
        choices={choices}
        onChange={(key) => change({ a: key, b: key === b ? a : b })}
      />
      <span>and</span>
      <One
        label="Second platform"
        value={b}
        choices={choices}
        onChange={(key) => change({ a: key === a ? b : a, b: key })}
      />
    </div>
  );
});

interface OneProps {
  label: string;
  value: string;
  choices: readonly PairChoice[];
  onChange: (key: string) => void;
}

const One = ({ label, value, choices, onChange }: OneProps) => (
  <Select value={value} onValueChange={onChange}>
    <SelectTrigger aria-label={label} className="w-60 max-sm:w-full">
      <SelectValue />
    </SelectTrigger>
    <SelectContent>
      {choices.map(({ key, letter, name, side, region }) => (
        <SelectItem key={key} value={key}>
          <span className="inline-flex items-center gap-2">
            <SideShape side={side} />
            {letter} {name}, {region}
          </span>
        </SelectItem>
      ))}
    </SelectContent>
  </Select>
);
