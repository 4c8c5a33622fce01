import type { ReactNode } from 'react';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';

/** The box under the pointer: a title and aligned rows of numbers. */
export const Tip = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="rounded-md border bg-popover px-2.5 py-2 text-xs text-popover-foreground shadow-sm">
    <p className="num mb-1 text-muted-foreground">{title}</p>
    <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5">{children}</dl>
  </div>
);

export const TipRow = ({ label, value }: { label: ReactNode; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd className="num text-right">{value}</dd>
  </>
);

export const SideTipRow = ({ side, value }: { side: Side; value: string }) => (
  <TipRow label={<SideLabel side={side} plural />} value={value} />
);
