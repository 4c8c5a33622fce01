import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const alertVariants = cva('relative rounded-lg border px-4 py-3 text-sm', {
  variants: {
    variant: {
      neutral: 'bg-muted/60 text-foreground',
      /** Read with care: a heavier left edge, not a colour; orange is a side. */
      notice: 'border-l-4 border-l-foreground bg-card text-foreground',
      error: 'border-l-4 border-destructive/40 border-l-destructive bg-destructive-soft/50 text-foreground',
    },
  },
  defaultVariants: { variant: 'neutral' },
});

export type AlertProps = ComponentProps<'div'> & VariantProps<typeof alertVariants>;

export const Alert = ({ className, variant, ...props }: AlertProps) => (
  <div
    role={variant === 'error' ? 'alert' : 'note'}
    className={cn(alertVariants({ variant }), className)}
    {...props}
  />
);

export const AlertTitle = ({ className, ...props }: ComponentProps<'p'>) => (
  <p className={cn('font-medium', className)} {...props} />
);

export const AlertDescription = ({ className, ...props }: ComponentProps<'div'>) => (
  <div className={cn('text-muted-foreground', className)} {...props} />
);
