import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const controlClasses = cn(
  'w-full min-w-0 rounded-md border border-input bg-card px-3 text-sm text-foreground',
  'placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-50',
  'aria-invalid:border-destructive aria-invalid:ring-1 aria-invalid:ring-destructive',
);

export const Input = ({ className, type = 'text', ...props }: ComponentProps<'input'>) => (
  <input type={type} className={cn(controlClasses, 'h-9', className)} {...props} />
);

/** An input with its unit inside its right edge. The unit is read out through the field's description. */
export function UnitInput({ unit, className, ...props }: ComponentProps<'input'> & { unit: string }) {
  return (
    <div className="relative">
      <Input inputMode="decimal" className={cn('num pr-24', className)} {...props} />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted-foreground"
      >
        {unit}
      </span>
    </div>
  );
}
