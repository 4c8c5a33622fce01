import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface EmptyStateProps {
  title: string;
  /** What will stand here, and how it comes about. */
  children: ReactNode;
  /** Buttons: the next step. */
  actions?: ReactNode;
  className?: string;
}

export const EmptyState = ({ title, children, actions, className }: EmptyStateProps) => (
  <div className={cn('flex flex-col items-start gap-2 rounded-lg border border-dashed px-5 py-6', className)}>
    <p className="font-medium">{title}</p>
    <div className="max-w-prose text-sm text-muted-foreground">{children}</div>
    {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
  </div>
);
