'use client';

import { useDeferredValue, useMemo } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { PlayedTraffic } from '#components/traffic/played-traffic.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import type { PlanForm } from '#lib/client/wizard/form.ts';
import { type DescribedTraffic, type PreviewState, previewOf } from '#lib/client/wizard/preview.ts';

/** One turn of the run before it runs; while the form cannot be used, what is wrong instead. */
export function PlayedPreview({ described }: { described: DescribedTraffic }) {
  const { control } = useFormContext<PlanForm>();
  const plan = useDeferredValue(useWatch({ control, name: 'plan' }));
  const state = useMemo(() => previewOf(plan, described), [plan, described]);
  return (
    <div className="min-w-0">
      <Preview state={state} />
    </div>
  );
}

function Preview({ state }: { state: PreviewState }) {
  if (state.kind === 'ready')
    return <PlayedTraffic plan={state.plan} title="Rate of the requests in one turn" />;
  if (state.kind === 'refused') return <ProblemAlert problem={state.problem} />;
  // As high as the picture, so that nothing jumps; on a narrow screen that would only be a gap.
  return (
    <p className="grid place-items-center rounded-lg border border-dashed px-5 py-6 text-sm text-muted-foreground sm:min-h-80">
      {state.words}
    </p>
  );
}
