'use client';

import { memo } from 'react';
import { SelectField } from '#components/ui/select-field.tsx';
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
  const { label, items } = CHOICES[which];
  return (
    <SelectField
      label={label}
      value={value}
      items={Object.entries(items).map(([one, words]) => ({ value: one, label: words }))}
      onChange={(next) => change({ [which]: next })}
    />
  );
});
