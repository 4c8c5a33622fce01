'use client';

import { Progress as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** `value` from 0 to 100, or null while nobody knows. Give it an aria-label. */
export function Progress({ className, value = null, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      value={value}
      className={cn('relative h-1.5 w-full overflow-hidden rounded-full bg-secondary', className)}
      {...props}
    >
      <Radix.Indicator
        className={cn('h-full bg-foreground transition-[width]', value === null && 'opacity-30')}
        style={{ width: `${value ?? 100}%` }}
      />
    </Radix.Root>
  );
}
