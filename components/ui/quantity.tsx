'use client';

import { type ReactNode, useState } from 'react';
import {
  exactBytes,
  exactCount,
  exactMs,
  exactShare,
  exactUsd,
  formatBillUsd,
  formatBytes,
  formatCount,
  formatMiB,
  formatMs,
  formatRate,
  formatShare,
  formatTimes,
  formatUsd,
  NO_VALUE,
} from '#lib/domain/charts/format.ts';
import { cn } from './cn.ts';
import { Tooltip, TooltipContent, TooltipTrigger } from './tooltip.tsx';

interface Writing {
  short: (value: number) => string;
  exact: (value: number) => string;
}

/** How each kind of quantity is written, short and exact. */
const WRITING = {
  ms: { short: formatMs, exact: exactMs },
  bytes: { short: formatBytes, exact: exactBytes },
  mib: { short: formatMiB, exact: (value) => `${exactCount(value)} MiB` },
  count: { short: formatCount, exact: exactCount },
  rate: { short: formatRate, exact: (value) => `${exactCount(value)}/s` },
  share: { short: formatShare, exact: exactShare },
  usd: { short: formatUsd, exact: exactUsd },
  bill: { short: formatBillUsd, exact: exactUsd },
  times: { short: formatTimes, exact: (value) => `${exactCount(value)} ×` },
} as const satisfies Record<string, Writing>;

export type QuantityKind = keyof typeof WRITING;

export interface QuantityProps {
  kind: QuantityKind;
  /** null: there is no value; a dash is shown. */
  value: number | null;
  /** 95% interval, shown small under or beside the value. */
  interval?: readonly [number, number] | null;
  /** Where the number comes from. What is not measured is marked so. */
  origin?: 'measured' | 'assumed' | 'simulated' | 'calculated' | 'given';
  className?: string;
}

/** A number with its unit, at most three digits. Hover or focus shows the exact value, a press copies it. */
export function Quantity({ kind, value, interval, origin = 'measured', className }: QuantityProps) {
  if (value === null) return <span className={cn('num text-muted-foreground', className)}>{NO_VALUE}</span>;
  const { short, exact } = WRITING[kind];
  return (
    <span className={cn('num whitespace-nowrap', className)}>
      <Copyable exact={exact(value)} origin={origin}>
        {short(value)}
      </Copyable>
      {interval ? (
        <span className="ml-1.5 text-[0.8em] text-muted-foreground">
          <span className="sr-only">, 95% interval </span>
          {short(interval[0])}–{short(interval[1])}
        </span>
      ) : null}
    </span>
  );
}

interface CopyableProps {
  exact: string;
  origin: NonNullable<QuantityProps['origin']>;
  children: ReactNode;
}

/** False when the browser forbids it, e.g. without a secure origin; the exact value is then still shown. */
const writeClipboard = (text: string): Promise<boolean> =>
  (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
    () => true,
    () => false,
  );

function Copyable({ exact, origin, children }: CopyableProps) {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const show = (next: boolean) => {
    setOpen(next);
    if (!next) setCopied(false);
  };
  const copy = async () => {
    setCopied(await writeClipboard(exact));
    // A press closes a tooltip; this one is what the press asks for, also on a screen without hover.
    setOpen(true);
  };
  return (
    <Tooltip open={open} onOpenChange={show}>
      <TooltipTrigger asChild>
        <button
          type="button"
          onClick={() => void copy()}
          className={cn(
            'rounded-sm text-inherit underline decoration-transparent underline-offset-4 hover:decoration-current',
            origin === 'assumed' && 'decoration-input decoration-dotted',
            origin === 'simulated' && 'decoration-input decoration-dashed',
          )}
        >
          {children}
        </button>
      </TooltipTrigger>
      <TooltipContent>
        <span className="num">{exact}</span>
        <span className="text-muted-foreground"> {copied ? 'copied' : origin}</span>
      </TooltipContent>
    </Tooltip>
  );
}
