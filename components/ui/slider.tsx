'use client';

import { Slider as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

type SliderProps = Omit<ComponentProps<typeof Radix.Root>, 'value' | 'onValueChange'> & {
  value: number;
  onValueChange: (value: number) => void;
  /** Its name, and the value in words: a step says nothing to who cannot see the track. */
  label: string;
  valueText: string;
};

/** One value on a track; arrow keys, Page up and down, Home and End move it. */
export function Slider({ className, value, onValueChange, label, valueText, ...props }: SliderProps) {
  return (
    <Radix.Root
      className={cn('relative flex h-5 w-full touch-none items-center select-none', className)}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onValueChange(next);
      }}
      {...props}
    >
      <Radix.Track className="relative h-1 w-full grow rounded-full bg-input/40">
        <Radix.Range className="absolute h-full rounded-full bg-input" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-4 rounded-full border-2 border-primary bg-card"
      />
    </Radix.Root>
  );
}
