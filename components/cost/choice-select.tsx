'use client';

import { memo, useId } from 'react';
import { Label } from '#components/ui/label.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import type { Change } from '#lib/client/cost/use-what-if.ts';

/** The choices of the what-if: key in the address, and its words. */
const CHOICES = {
  shape: {
    label: 'Shape of the traffic',
    items: {
      steady: 'Steady',
      'office-hours': 'Office hours',
      'evening-peak': 'Evening peak',
      bursts: 'Bursts',
    },
  },
  door: {
    label: 'In front of an AWS function',
    items: { 'http-api': 'HTTP API', 'rest-api': 'REST API', 'function-url': 'Function URL' },
  },
  arch: {
    label: 'Processor',
    items: { x86: 'x86', arm64: 'arm64, where sold' },
  },
} as const;

interface ChoiceSelectProps {
  which: keyof typeof CHOICES;
  value: string;
  change: Change;
}

export const ChoiceSelect = memo(function ChoiceSelect({ which, value, change }: ChoiceSelectProps) {
  const id = useId();
  const { label, items } = CHOICES[which];
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Select value={value} onValueChange={(next) => change({ [which]: next })}>
        <SelectTrigger id={id}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {Object.entries(items).map(([one, words]) => (
            <SelectItem key={one} value={one}>
              {words}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
});
