'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Usage } from '#lib/domain/cost/usage.ts';
import type { OwnPrices, OwnSheetInput, PriceChange } from '#lib/domain/prices/own-prices.ts';
import { deleteJson, getJson, postJson, putJson } from '../http.ts';

const PRICES = ['prices'] as const;

export const useOwnPrices = () =>
  useQuery({ queryKey: PRICES, queryFn: ({ signal }) => getJson<OwnPrices>('/api/prices', signal) });

/** What an experiment measured and described; null asks for nothing. */
export const useMeasuredUsage = (experimentId: string | null) =>
  useQuery({
    queryKey: ['experiments', experimentId ?? '', 'usage'],
    queryFn: ({ signal }) =>
      getJson<Usage>(`/api/experiments/${encodeURIComponent(experimentId ?? '')}/usage`, signal),
    enabled: experimentId !== null,
    // A report never changes, so neither does what it measured.
    staleTime: Number.POSITIVE_INFINITY,
  });

function usePriceMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: PRICES }),
  });
}

export const useChangePrice = () =>
  usePriceMutation((change: PriceChange) => putJson<OwnPrices>('/api/prices/changes', change));

export const useTakeBackPrice = () =>
  usePriceMutation(({ key, meter, tier }: Omit<PriceChange, 'price'>) =>
    deleteJson(`/api/prices/changes?${new URLSearchParams({ key, meter, tier: String(tier) })}`),
  );

export const useAddSheet = () =>
  usePriceMutation((own: OwnSheetInput) => postJson<OwnPrices>('/api/prices/sheets', own));

export const useRemoveSheet = () =>
  usePriceMutation((key: string) => deleteJson(`/api/prices/sheets?${new URLSearchParams({ key })}`));
