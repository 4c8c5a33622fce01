import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

type DivProps = ComponentProps<'div'>;

export const Card = ({ className, ...props }: DivProps) => (
  <div className={cn('rounded-lg border bg-card text-card-foreground', className)} {...props} />
);

export const CardHeader = ({ className, ...props }: DivProps) => (
  <div className={cn('flex flex-col gap-1 px-5 pt-4 pb-3', className)} {...props} />
);

/** A second-level heading; a card is a section of the page. */
export const CardTitle = ({ className, ...props }: ComponentProps<'h2'>) => (
  <h2 className={cn('text-base leading-6 font-semibold', className)} {...props} />
);

export const CardDescription = ({ className, ...props }: ComponentProps<'p'>) => (
  <p className={cn('text-sm text-muted-foreground', className)} {...props} />
);

export const CardContent = ({ className, ...props }: DivProps) => (
  <div className={cn('px-5 pb-5', className)} {...props} />
);

export const CardFooter = ({ className, ...props }: DivProps) => (
  <div className={cn('flex items-center gap-3 border-t px-5 py-3', className)} {...props} />
);
