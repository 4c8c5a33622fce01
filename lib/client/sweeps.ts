'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { CreateSweepInput, SweepView } from '#lib/domain/live/api.ts';
import { getJson, postJson } from './http.ts';

const keyOf = (id: string) => ['sweeps', id] as const;
const pathOf = (id: string) => `/api/sweeps/${encodeURIComponent(id)}`;

/** How often a sweep is looked at while it runs: a setting takes many seconds, and its own page shows it live. */
const LOOK_EVERY_MS = 3000;

const isRunning = (view: SweepView | undefined): boolean =>
  view?.experiments.some(({ experiment }) => !isFinal(experiment.state)) ?? false;

export const useSweep = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => getJson<SweepView>(pathOf(id), signal),
    refetchInterval: ({ state }) => (isRunning(state.data) ? LOOK_EVERY_MS : false),
  });

export const useCreateSweep = () =>
  useMutation({ mutationFn: (input: CreateSweepInput) => postJson<SweepView>('/api/sweeps', input) });

export function useCancelSweep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<SweepView>(`${pathOf(id)}/cancel`),
    onSuccess: (view) => client.setQueryData(keyOf(id), view),
  });
}
