import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export interface Fact {
  label: string;
  value: ReactNode;
  /** Numbers in figures of one width. */
  num?: boolean;
}

/** A titled list of name and value, for the method. */
export const Facts = ({ title, facts }: { title: string; facts: readonly Fact[] }) => (
  <div>
    <h3 className="text-sm font-semibold">{title}</h3>
    <dl className="mt-2 divide-y divide-border/60 border-y text-sm">
      {facts.map((fact) => (
        <div key={fact.label} className="grid grid-cols-[9rem_1fr] gap-3 py-1.5">
          <dt className="text-muted-foreground">{fact.label}</dt>
          <dd className={cn('min-w-0 wrap-anywhere', fact.num && 'num')}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  </div>
);
