'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCreateExperiment } from '#lib/client/queries.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';

interface RunAgainProps {
  experiment: ExperimentView;
  variant?: ButtonProps['variant'];
  children: ReactNode;
}

/** Queues the same workload under the same plan and goes to the new run. */
export function RunAgain({ experiment, variant, children }: RunAgainProps) {
  const router = useRouter();
  const create = useCreateExperiment();
  const run = () =>
    create.mutate(
      { workloadId: experiment.workloadId, plan: experiment.plan },
      { onSuccess: (created) => router.push(`/experiments/${created.id}`) },
    );
  return (
    <>
      <Button size="sm" variant={variant ?? 'default'} onClick={run} disabled={create.isPending}>
        {children}
      </Button>
      {create.error ? (
        <p role="alert" className="basis-full text-sm text-destructive">
          {problemOf(create.error).message} {problemOf(create.error).remedy}
        </p>
      ) : null}
    </>
  );
}
