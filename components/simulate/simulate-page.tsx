'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { ASSUMED_BASE, calibratedBase } from '#lib/client/simulate/base.ts';
import { useCalibration } from '#lib/client/simulate/queries.ts';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { SimulateScreen } from './simulate-screen.tsx';

/** Fetches where the page begins: the run in the address, or assumptions. */
export function SimulatePage() {
  const [from] = useQueryState('from', parseAsString);
  const calibration = useCalibration(from);
  if (from === null) return <SimulateScreen base={ASSUMED_BASE} />;
  if (calibration.data !== undefined) return <Calibrated calibration={calibration.data} />;
  if (calibration.error === null) return <SimulateSkeleton />;
  return (
    <div className="flex flex-col gap-6">
      <ProblemAlert
        problem={problemOf(calibration.error)}
        stillTrue="What follows starts from assumptions instead."
      />
      <SimulateScreen base={ASSUMED_BASE} />
    </div>
  );
}

function Calibrated({ calibration }: { calibration: Calibration }) {
  const base = useMemo(() => calibratedBase(calibration), [calibration]);
  return <SimulateScreen base={base} />;
}

export const SimulateSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-8">
    <Skeleton className="h-72" />
    <Skeleton className="h-96" />
  </div>
);
