import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A table that scrolls inside itself on a narrow screen, never the page. `label` names it for a screen reader. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <div className="w-full overflow-x-auto">
      <table aria-label={label} className={cn('w-full border-collapse text-sm', className)} {...props} />
    </div>
  );
}

export const TableHeader = ({ className, ...props }: ComponentProps<'thead'>) => (
  <thead className={cn('border-b', className)} {...props} />
);

export const TableBody = ({ className, ...props }: ComponentProps<'tbody'>) => (
  <tbody className={cn('divide-y', className)} {...props} />
);

export const TableRow = ({ className, ...props }: ComponentProps<'tr'>) => (
  <tr className={cn('hover:bg-muted/50', className)} {...props} />
);

export const TableHead = ({ className, scope = 'col', ...props }: ComponentProps<'th'>) => (
  <th
    scope={scope}
    className={cn(
      'px-3 py-2 text-left align-bottom text-xs font-medium text-muted-foreground first:pl-0 last:pr-0',
      className,
    )}
    {...props}
  />
);

export const TableCell = ({ className, ...props }: ComponentProps<'td'>) => (
  <td className={cn('px-3 py-2 align-top first:pl-0 last:pr-0', className)} {...props} />
);

/** A number's cell: right-aligned so that digits of one column stand under each other. */
export const NumberCell = ({ className, ...props }: ComponentProps<'td'>) => (
  <td className={cn('num px-3 py-2 text-right align-top first:pl-0 last:pr-0', className)} {...props} />
);
