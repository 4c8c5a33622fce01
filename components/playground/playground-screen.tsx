'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import type { PlaygroundValues } from '#lib/client/interactive/playground-form.ts';
import { useInteractiveRun } from '#lib/client/interactive/use-interactive-run.ts';
import { usePlaygroundForm } from '#lib/client/interactive/use-playground-form.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import { CodePart } from './code-part.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { InvokeBar } from './invoke-bar.tsx';
import { RequestPart } from './request-part.tsx';
import { Results } from './results.tsx';
import { useInvokeKeys } from './use-invoke-keys.ts';

/** What was asked for, so that room is kept for it; unknown after a reload. */
interface Asked {
  sides: readonly Side[];
  count: number | null;
}

export function PlaygroundScreen({ initial }: { initial: PlaygroundValues }) {
  const [runId, setRunId] = useQueryState('run', parseAsString);
  const [asked, setAsked] = useState<Asked>({ sides: SIDES, count: null });
  const results = useRef<HTMLElement>(null);
  const followed = useInteractiveRun(runId);
  const { form, kept, invoke, sending, problem } = usePlaygroundForm(initial, (id, { sides, count }) => {
    setAsked({ sides: sides ?? SIDES, count: count ?? 1 });
    void setRunId(id);
    showResults(results.current);
  });
  const running = runId !== null && !followed.run.ended && !followed.quiet && followed.stream !== 'closed';
  const busy = sending || running;
  const press = (once: boolean) => {
    if (!busy) invoke(once);
  };
  useInvokeKeys(press);
  return (
    <FormProvider {...form}>
      <form
        aria-label="Invocation"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          press(true);
        }}
        className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <CodePart kept={kept} />
        <div className="grid content-start gap-6">
          <RequestPart />
          <InvokeBar busy={busy} problem={problem} onInvoke={press} />
        </div>
      </form>
      <Results ref={results} runId={runId} followed={followed} sides={asked.sides} count={asked.count} />
      <InstancesPanel />
    </FormProvider>
  );
}

/** On a small screen the results stand below the buttons: bring their beginning into view. */
function showResults(element: HTMLElement | null): void {
  if (element && element.getBoundingClientRect().top > window.innerHeight - 160) {
    element.scrollIntoView({ block: 'start' });
  }
}
