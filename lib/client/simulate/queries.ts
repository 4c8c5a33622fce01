'use client';

import { useQuery } from '@tanstack/react-query';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { getJson } from '../http.ts';

/** What a finished run gives the simulator; null asks for nothing. */
export const useCalibration = (experimentId: string | null) =>
  useQuery({
    queryKey: ['experiments', experimentId ?? '', 'calibration'],
    queryFn: ({ signal }) =>
      getJson<Calibration>(`/api/experiments/${encodeURIComponent(experimentId ?? '')}/calibration`, signal),
    enabled: experimentId !== null,
    // A finished run never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
