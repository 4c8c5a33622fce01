import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** The room that something will take. Still, not pulsing: a waiting page must not draw the eye. */
export const Skeleton = ({ className, ...props }: ComponentProps<'div'>) => (
  <div aria-hidden="true" className={cn('rounded-md bg-muted', className)} {...props} />
);
