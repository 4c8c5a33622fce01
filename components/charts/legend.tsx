import type { ReactNode } from 'react';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import { SIDE_NAMES } from '#lib/domain/report/words.ts';
import { BreakEvenMark, ColdMark, ErrorMark, SIDE_MARK, SideMark } from './marks.tsx';

const Key = ({ children, label }: { children: ReactNode; label: string }) => (
  <li className="flex items-center gap-1.5">
    <svg viewBox="0 0 24 12" aria-hidden="true" className="h-3 w-6 shrink-0 overflow-visible">
      {children}
    </svg>
    {label}
  </li>
);

const Keys = ({ children }: { children: ReactNode }) => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">{children}</ul>
);

const SideLine = ({ side }: { side: Side }) => (
  <Key label={SIDE_NAMES[side]}>
    <path d="M0 6H24" stroke={SIDE_MARK[side]} strokeWidth={2} />
    <SideMark side={side} cx={12} cy={6} />
  </Key>
);

/** The two sides as lines, then what else the chart marks. */
export const SideLegend = ({ breakEven = false }: { breakEven?: boolean }) => (
  <Keys>
    {SIDES.map((side) => (
      <SideLine key={side} side={side} />
    ))}
    {breakEven ? (
      <Key label="Break-even">
        <BreakEvenMark cx={12} cy={6} />
      </Key>
    ) : null}
  </Keys>
);

/** For lanes: how a band, a cold start and an error are drawn. */
export const LaneLegend = () => (
  <Keys>
    <Key label="p50 to p95 of each second">
      <rect x={0} y={1} width={24} height={10} fill="var(--chart-neutral)" fillOpacity={0.25} />
      <path d="M0 1H24" stroke="var(--chart-neutral)" strokeWidth={2} />
      <path d="M0 11H24" stroke="var(--chart-neutral)" strokeWidth={1} />
    </Key>
    <Key label="Cold start in this second">
      <ColdMark cx={12} cy={6} />
    </Key>
    <Key label="Error in this second">
      <ErrorMark cx={12} cy={6} />
    </Key>
  </Keys>
);
