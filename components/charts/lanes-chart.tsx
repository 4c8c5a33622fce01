'use client';

import { useId } from 'react';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Lanes } from '#lib/domain/charts/lanes.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { ChartFrame } from './chart-frame.tsx';
import { InstancesLane } from './instances-lane.tsx';
import { LatencyLane } from './lane.tsx';
import { LaneLegend } from './legend.tsx';

const INSTANCES = 'Environments and replicas alive';

/** The run second by second: both sides' latency and their instances over one time axis. */
export function LanesChart({ lanes, title }: { lanes: Lanes; title: string }) {
  const syncId = useId();
  return (
    <ChartFrame
      title={title}
      summary={lanes.summary}
      table={lanes.table}
      legend={<LaneLegend />}
      note="Measured seconds of each side, pauses between turns left out. A second without requests is a gap."
    >
      {SIDES.map((side) => (
        <div key={side}>
          <SideLabel side={side} plural className="text-xs" />
          <LatencyLane side={side} lanes={lanes} syncId={syncId} name={`${title}: ${side}`} />
        </div>
      ))}
      <p className="text-xs font-medium">{INSTANCES}</p>
      <InstancesLane lanes={lanes} syncId={syncId} name={INSTANCES} />
    </ChartFrame>
  );
}
