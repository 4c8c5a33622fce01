'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { FormProvider, useForm } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { PlanFields } from '#components/wizard/plan-fields.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCreateExperiment } from '#lib/client/queries.ts';
import { type PlanForm, WizardForm, type WizardResult } from '#lib/client/wizard/form.ts';
import type { WorkloadView } from '#lib/domain/live/api.ts';
import { defaultPlan } from '#lib/domain/load/default-plan.ts';

/** The plan of a new run of a stored workload. */
export function RunAgain({ view }: { view: WorkloadView }) {
  const router = useRouter();
  const start = useCreateExperiment();
  const form = useForm<PlanForm, unknown, Pick<WizardResult, 'plan'>>({
    mode: 'onTouched',
    resolver: zodResolver(WizardForm.pick({ plan: true })),
    defaultValues: { plan: defaultPlan(view.workload) },
  });
  const run = form.handleSubmit(({ plan }) =>
    start.mutate({ workloadId: view.id, plan }, { onSuccess: ({ id }) => router.push(`/experiments/${id}`) }),
  );
  const busy = start.isPending || start.isSuccess;
  return (
    <FormProvider {...form}>
      <form noValidate aria-label="Run on both" className="grid gap-5" onSubmit={(event) => void run(event)}>
        <PlanFields described={view.workload.traffic} />
        {start.isError ? <ProblemAlert problem={problemOf(start.error)} /> : null}
        <Button type="submit" className="w-40 justify-self-start" disabled={busy}>
          <Play aria-hidden="true" /> {busy ? 'Starting…' : 'Run on both'}
        </Button>
      </form>
    </FormProvider>
  );
}
