import type { ReactNode } from 'react';
import type { Phase } from '#lib/domain/interactive/timeline.ts';
import { Mark, PHASE_STYLE } from './timeline-lane.tsx';

const PHASE_WORDS: Record<Phase, string> = {
  before: 'Started before (replica, or environment kept warm)',
  queued: 'Queued',
  init: 'Init (start and loading)',
  handler: 'Handler (until its answer was there)',
  passing: 'Work of the executor',
};

const Key = ({ children, label }: { children: ReactNode; label: string }) => (
  <li className="flex items-center gap-1.5">
    {children}
    {label}
  </li>
);

/** What is drawn how; the colour is the side's in every lane. */
export const TimelineLegend = () => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
    <Key label="Cold">
      <span className="size-2.5">
        <Mark cold />
      </span>
    </Key>
    {(Object.keys(PHASE_WORDS) as Phase[]).map((phase) => (
      <Key key={phase} label={PHASE_WORDS[phase]}>
        <span className="relative h-2.5 w-6">
          <span className="absolute inset-0" style={PHASE_STYLE[phase]('var(--chart-neutral)')} />
        </span>
      </Key>
    ))}
    <Key label="Failed">
      <span className="size-2.5">
        <Mark />
      </span>
    </Key>
  </ul>
);
