'use client';

import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { ApiError, getJson, problemOf } from '#lib/client/http.ts';
import { createExperiment, createWorkload } from '#lib/client/queries.ts';
import type { SampleView } from '#lib/domain/live/api.ts';

const SAMPLE = 'blog';
const SECONDS_PER_SIDE = 10;

async function runSample(): Promise<string> {
  const samples = await getJson<SampleView[]>('/api/samples');
  const sample = samples.find(({ slug }) => slug === SAMPLE);
  if (!sample) throw missingSample();
  const { id } = await createWorkload(sample.workload);
  const plan = { secondsPerCandidate: SECONDS_PER_SIDE };
  return (await createExperiment({ workloadId: id, plan })).id;
}

const missingSample = () =>
  new ApiError(404, {
    code: 'sample-missing',
    owner: 'ours',
    message: `The sample "${SAMPLE}" is not installed.`,
    remedy: 'Describe a workload of your own instead; both sides work without samples.',
  });

/** The one button of the home page: stores the sample, starts a short run on both sides, goes to its live page. */
export function RunSampleButton() {
  const router = useRouter();
  const run = useMutation({
    mutationFn: runSample,
    onSuccess: (experimentId) => router.push(`/experiments/${experimentId}`),
  });
  // Stays busy after success too: the next page is on its way.
  const busy = run.isPending || run.isSuccess;
  return (
    <>
      <Button size="lg" className="w-full sm:w-72" disabled={busy} onClick={() => run.mutate()}>
        <Play aria-hidden="true" />
        <span aria-live="polite">{busy ? 'Starting on both…' : 'Run a sample on both'}</span>
      </Button>
      <p className="mt-2 max-w-prose text-[0.8125rem] leading-5 text-muted-foreground">
        A small blog API, about <span className="num">{SECONDS_PER_SIDE} s</span> on each side. Nothing leaves
        this machine.
      </p>
      {run.isError ? <ProblemAlert className="mt-2 w-full" problem={problemOf(run.error)} /> : null}
    </>
  );
}
