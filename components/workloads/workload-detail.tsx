'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { EditCopy } from '#components/experiment/edit-copy.tsx';
import { Page } from '#components/layout/page.tsx';
import { StartSweep } from '#components/sweep/start-sweep.tsx';
import { FileEditor } from '#components/ui/file-editor.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useWorkload } from '#lib/client/queries.ts';
import type { WorkloadView } from '#lib/domain/live/api.ts';
import { RUNTIME_NAMES, runtimeOf } from '#lib/domain/workload/runtime.ts';
import { type Code, runtimesOf } from '#lib/domain/workload/workload.ts';
import { ExperimentList } from './experiment-list.tsx';
import { RequestTable } from './request-table.tsx';
import { RunAgain } from './run-again.tsx';
import { WorkloadFacts } from './workload-facts.tsx';

const BackLink = () => (
  <Link href="/workloads" className="underline-offset-4 hover:underline">
    Workloads
  </Link>
);

export function WorkloadDetail({ id }: { id: string }) {
  const query = useWorkload(id);
  const workload = query.data?.workload;
  return (
    <Page
      above={<BackLink />}
      title={workload?.name ?? 'Workload'}
      description={workload ? workload.description : '\u00a0'}
    >
      <QueryState query={query} loading={<Skeleton className="h-[40rem] w-full" />}>
        {(view) => <Detail view={view} />}
      </QueryState>
    </Page>
  );
}

const Detail = ({ view }: { view: WorkloadView }) => (
  <div className="grid gap-10">
    <div className="flex flex-wrap gap-2">
      <EditCopy workloadId={view.id} />
    </div>
    <WorkloadFacts workload={view.workload} className="rounded-lg border bg-card p-5" />
    <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <Section id="run" title={view.experiments.length > 0 ? 'Run again' : 'Run'}>
        <RunAgain view={view} />
      </Section>
      <Section id="experiments" title="Experiments">
        <ExperimentList experiments={view.experiments} />
      </Section>
    </div>
    <Section id="sweep" title="Which setting is cheapest, which is fastest?">
      <StartSweep workloadId={view.id} runtimes={runtimesOf(view.workload)} />
    </Section>
    <Section id="requests" title="Requests">
      <RequestTable requests={view.workload.trigger.requests} />
    </Section>
    <Section id="code" title="Code">
      <div className="grid gap-6">
        {[view.workload.code, ...(view.workload.variants ?? [])].map((code) => (
          <CodeOf key={code.entry} code={code} />
        ))}
      </div>
    </Section>
  </div>
);

const CodeOf = ({ code }: { code: Code }) => (
  <div>
    <p className="mb-2 text-sm text-muted-foreground">
      In {RUNTIME_NAMES[runtimeOf(code)]} both sides call{' '}
      <code className="font-mono text-[0.8125rem] text-foreground">{code.handler}()</code> in{' '}
      <code className="font-mono text-[0.8125rem] text-foreground">{code.entry}</code>.
    </p>
    <FileEditor files={code.files} entry={code.entry} className="h-96" />
  </div>
);

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={`${id}-title`} className="min-w-0">
    <h2 id={`${id}-title`} className="mb-3 text-base font-semibold">
      {title}
    </h2>
    {children}
  </section>
);
