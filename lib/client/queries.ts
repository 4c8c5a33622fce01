'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import type { PlaygroundRequestInput } from '#lib/domain/interactive/interactive.ts';
import type {
  CreateExperimentInput,
  ExperimentPage,
  ExperimentView,
  LessonView,
  MachineView,
  RunView,
  SampleView,
  ShareView,
  WorkloadNotes,
  WorkloadPage,
  WorkloadView,
} from '#lib/domain/live/api.ts';
import type { Code, Workload } from '#lib/domain/workload/workload.ts';
import { deleteJson, getJson, postJson } from './http.ts';
import type { CopySource } from './wizard/copy.ts';

const id = encodeURIComponent;

/** The key of everything that is fetched; invalidating a prefix refreshes all under it. */
export const keys = {
  samples: ['samples'] as const,
  machine: ['machine'] as const,
  lessons: ['lessons'] as const,
  workloads: ['workloads'] as const,
  workload: (workloadId: string) => ['workloads', workloadId] as const,
  experiments: ['experiments'] as const,
  experiment: (experimentId: string) => ['experiments', experimentId] as const,
  shares: (experimentId: string) => ['experiments', experimentId, 'shares'] as const,
};

/** A container engine that is started shows after so long at most, and the time it takes to ask. */
const MACHINE_EVERY_MS = 3000;

const useGet = <T>(queryKey: readonly string[], path: string, refetchInterval: number | false = false) =>
  useQuery({ queryKey, queryFn: ({ signal }) => getJson<T>(path, signal), refetchInterval });

/** A list page by page: the next one is fetched when it is asked for. */
const usePages = <T extends { next: string | null }>(queryKey: readonly string[], path: string) =>
  useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      getJson<T>(pageParam === null ? path : `${path}after=${id(pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const useSamples = () => useGet<SampleView[]>(keys.samples, '/api/samples');
export const useMachine = () => useGet<MachineView>(keys.machine, '/api/machine');
/** As it is now, as long as it is shown: the first answer is what was known, and makes the machine look anew. */
export const useMachineNow = () => useGet<MachineView>(keys.machine, '/api/machine', MACHINE_EVERY_MS);
export const useLessons = () => useGet<LessonView[]>(keys.lessons, '/api/lessons');
export const useWorkloads = () => usePages<WorkloadPage>([...keys.workloads, 'list'], '/api/workloads?');
export const useWorkload = (workloadId: string) =>
  useGet<WorkloadView>(keys.workload(workloadId), `/api/workloads/${id(workloadId)}`);
/** Sentences to read before this code is run. */
export const useWorkloadNotes = (code: Code) =>
  useQuery({
    queryKey: ['workload-notes', code],
    queryFn: () => postJson<WorkloadNotes>('/api/workloads/notes', { code }),
    staleTime: Number.POSITIVE_INFINITY,
  });
export const useExperiments = () =>
  usePages<ExperimentPage>([...keys.experiments, 'list'], '/api/experiments?');
/** The newest ones, no further page. */
export const useNewestExperiments = (limit: number, state?: ExperimentState) => {
  const wanted = `limit=${limit}${state === undefined ? '' : `&state=${state}`}`;
  return useGet<ExperimentPage>([...keys.experiments, 'newest', wanted], `/api/experiments?${wanted}`);
};
export const useExperiment = (experimentId: string) =>
  useGet<ExperimentView>(keys.experiment(experimentId), `/api/experiments/${id(experimentId)}`);
/** What the wizard begins a copy from: a run with its plan, or a workload. */
export const useCopySource = ({ workloadId, experimentId }: CopySource) =>
  useGet<WorkloadView | ExperimentView>(
    experimentId === null ? keys.workload(workloadId) : keys.experiment(experimentId),
    experimentId === null ? `/api/workloads/${id(workloadId)}` : `/api/experiments/${id(experimentId)}`,
  );
export const useShares = (experimentId: string) =>
  useGet<ShareView[]>(keys.shares(experimentId), `/api/experiments/${id(experimentId)}/share`);

/** A mutation that, when it succeeded, marks everything under `touched` as stale. */
function useChange<Input, Output>(
  mutationFn: (input: Input) => Promise<Output>,
  touched: readonly (readonly string[])[],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => {
      for (const queryKey of touched) void client.invalidateQueries({ queryKey });
    },
  });
}

const everything = [keys.workloads, keys.experiments];

export const createWorkload = (workload: Workload) => postJson<WorkloadView>('/api/workloads', workload);
export const createExperiment = (input: CreateExperimentInput) =>
  postJson<ExperimentView>('/api/experiments', input);

export const useCreateExperiment = () => useChange(createExperiment, everything);

export const useCancelExperiment = (experimentId: string) =>
  useChange(
    () => postJson<ExperimentView>(`/api/experiments/${id(experimentId)}/cancel`),
    [keys.experiments],
  );

export const useShareExperiment = (experimentId: string) =>
  useChange(
    () => postJson<ShareView>(`/api/experiments/${id(experimentId)}/share`),
    [keys.shares(experimentId)],
  );

export const useRevokeShare = (experimentId: string) =>
  useChange((slug: string) => deleteJson(`/api/shares/${id(slug)}`), [keys.shares(experimentId)]);

export const usePlaygroundRun = () =>
  useChange((input: PlaygroundRequestInput) => postJson<RunView>('/api/playground/runs', input), []);

export const useKillInstance = () =>
  useChange((instanceId: string) => postJson<void>(`/api/playground/instances/${id(instanceId)}/kill`), []);

export const useLessonRun = (slug: string) =>
  useChange(() => postJson<RunView>(`/api/lessons/${id(slug)}/runs`), []);
