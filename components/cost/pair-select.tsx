'use client';

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import { SideShape } from '#components/ui/side-badge.tsx';
import type { Priced } from '#lib/client/cost/results.ts';
import type { Pair } from '#lib/client/cost/selection.ts';

interface PairSelectProps {
  priced: readonly Priced[];
  pair: Pair | null;
  onChange: (change: { a?: string; b?: string }) => void;
}

/** The two platforms that everything below looks at closely. */
export function PairSelect({ priced, pair, onChange }: PairSelectProps) {
  if (pair === null) return null;
  const [a, b] = pair;
  return (
    <div className="flex flex-wrap items-center gap-2 border-y py-3 text-sm sm:gap-3">
      <span className="font-medium">Look closer at</span>
      <One
        label="First platform"
        value={a}
        priced={priced}
        onChange={(key) => onChange({ a: key, b: key === b ? a : b })}
      />
      <span>and</span>
      <One
        label="Second platform"
        value={b}
        priced={priced}
        onChange={(key) => onChange({ a: key === a ? b : a, b: key })}
      />
    </div>
  );
}

interface OneProps {
  label: string;
  value: string;
  priced: readonly Priced[];
  onChange: (key: string) => void;
}

const One = ({ label, value, priced, onChange }: OneProps) => (
  <Select value={value} onValueChange={onChange}>
    <SelectTrigger aria-label={label} className="w-60 max-sm:w-full">
      <SelectValue />
    </SelectTrigger>
    <SelectContent>
      {priced.map(({ key, letter, name, side, bill }) => (
        <SelectItem key={key} value={key}>
          <span className="inline-flex items-center gap-2">
            <SideShape side={side} />
            {letter} {name}, {bill.region}
          </span>
        </SelectItem>
      ))}
    </SelectContent>
  </Select>
);
