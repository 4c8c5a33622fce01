import { Ban, Check, CircleDashed, type LucideIcon, PlugZap, TriangleAlert } from 'lucide-react';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
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

export function StateBadge({ state, className }: { state: ExperimentState; className?: string }) {
  const { label, icon: Icon, variant } = LOOKS[state];
  return (
    <Badge variant={variant} {...(className ? { className } : {})}>
      <Icon aria-hidden="true" />
      {label}
    </Badge>
  );
}
