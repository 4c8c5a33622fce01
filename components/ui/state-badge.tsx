import { Ban, Check, CircleDashed, CircleSlash, type LucideIcon, PlugZap, TriangleAlert } from 'lucide-react';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { Verdict } from '#lib/domain/recommendation/assessment.ts';
import { Badge, type BadgeProps } from './badge.tsx';

interface Look {
  label: string;
  icon: LucideIcon;
  variant: NonNullable<BadgeProps['variant']>;
}

/** Every state by word and shape; red for failures only. */
const LOOKS: Record<ExperimentState, Look> = {
  queued: { label: 'Queued', icon: CircleDashed, variant: 'neutral' },
  preparing: { label: 'Preparing', icon: CircleDashed, variant: 'outline' },
  running: { label: 'Running', icon: CircleDashed, variant: 'outline' },
  analysing: { label: 'Analysing', icon: CircleDashed, variant: 'outline' },
  done: { label: 'Done', icon: Check, variant: 'neutral' },
  failed: { label: 'Failed', icon: TriangleAlert, variant: 'error' },
  cancelled: { label: 'Cancelled', icon: Ban, variant: 'neutral' },
  interrupted: { label: 'Interrupted', icon: PlugZap, variant: 'neutral' },
};

const NO_VERDICT: Look = { label: 'No verdict', icon: CircleSlash, variant: 'outline' };

interface StateBadgeProps {
  state: ExperimentState;
  /** Of a run that is done: one whose figures carry no verdict is not simply done. */
  choice?: Verdict['choice'] | null | undefined;
  className?: string;
}

export function StateBadge({ state, choice, className }: StateBadgeProps) {
  const { label, icon: Icon, variant } = choice === 'none' ? NO_VERDICT : LOOKS[state];
  return (
    <Badge variant={variant} {...(className ? { className } : {})}>
      <Icon aria-hidden="true" />
      {label}
    </Badge>
  );
}
