'use client';

import { useId } from 'react';
import { Label } from '#components/ui/label.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import type { WhatIf } from '#lib/client/cost/what-if.ts';

/** The choices of the what-if: key in the address, its words, and how it is read. */
const CHOICES = {
  shape: {
    label: 'Shape of the traffic',
    read: ({ usage }: WhatIf): string => usage.shape,
    items: {
      steady: 'Steady',
      'office-hours': 'Office hours',
      'evening-peak': 'Evening peak',
      bursts: 'Bursts',
    },
  },
  door: {
    label: 'In front of an AWS function',
    read: ({ options }: WhatIf): string => options.frontDoor,
    items: { 'http-api': 'HTTP API', 'rest-api': 'REST API', 'function-url': 'Function URL' },
  },
  arch: {
    label: 'Processor',
    read: ({ options }: WhatIf): string => options.arch,
    items: { x86: 'x86', arm64: 'arm64, where sold' },
  },
} as const;

interface ChoiceSelectProps {
  which: keyof typeof CHOICES;
  state: WhatIfState;
}

export function ChoiceSelect({ which, state }: ChoiceSelectProps) {
  const id = useId();
  const { label, items, read } = CHOICES[which];
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Select value={read(state.whatIf)} onValueChange={(value) => state.change({ [which]: value })}>
        <SelectTrigger id={id}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {Object.entries(items).map(([value, words]) => (
            <SelectItem key={value} value={value}>
              {words}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
}
