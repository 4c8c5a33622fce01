'use client';

import { RadioGroup as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

export const RadioGroup = ({ className, ...props }: ComponentProps<typeof Radix.Root>) => (
  <Radix.Root className={cn('grid gap-2', className)} {...props} />
);

export function RadioGroupItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      className={cn(
        'flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-card data-[state=checked]:border-primary',
        className,
      )}
      {...props}
    >
      <Radix.Indicator className="size-2 rounded-full bg-primary" />
    </Radix.Item>
  );
}

interface RadioCardProps extends ComponentProps<typeof Radix.Item> {
  label: ReactNode;
  description?: ReactNode;
}

/** A radio button with room for an explanation; the whole card can be pressed. */
export function RadioCard({ label, description, className, ...props }: RadioCardProps) {
  const { disabled } = props;
  const id = useId();
  return (
    <div
      className={cn(
        'relative flex gap-3 rounded-md border bg-card p-3 has-[[data-state=checked]]:border-foreground',
        disabled && 'border-dashed bg-transparent',
        className,
      )}
    >
      <RadioGroupItem
        aria-labelledby={`${id}-label`}
        aria-describedby={description ? `${id}-text` : undefined}
        className="mt-0.5 after:absolute after:inset-0 after:rounded-md"
        {...props}
      />
      <div className="min-w-0 text-sm">
        <div id={`${id}-label`} className={cn('leading-5 font-medium', disabled && 'text-muted-foreground')}>
          {label}
        </div>
        {description ? (
          <div id={`${id}-text`} className="mt-0.5 leading-5 text-muted-foreground">
            {description}
          </div>
        ) : null}
      </div>
    </div>
  );
}
