'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Alert, AlertTitle } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { RequestTable } from '#components/workloads/request-table.tsx';
import { WorkloadFacts } from '#components/workloads/workload-facts.tsx';
import { useWorkloadNotes } from '#lib/client/queries.ts';
import type { WizardValues } from '#lib/client/wizard/form.ts';
import { type FieldIssue, STEP_TITLES, type Step, stepOf } from '#lib/client/wizard/steps.ts';
import { assumedWords } from '#lib/domain/workload/assumed-duration.ts';
import { runtimesOf, runtimeWords, Workload } from '#lib/domain/workload/workload.ts';
import { PlanFields } from './plan-fields.tsx';

interface StepReviewProps {
  issues: readonly FieldIssue[];
  onStep: (step: Step) => void;
}

/** Everything once more, what is still wrong and where, and how it will be run. */
export function StepReview({ issues, onStep }: StepReviewProps) {
  const { control } = useFormContext<WizardValues>();
  const workload = useWatch({ control, name: 'workload' });
  const checked = Workload.safeParse(workload);
  const open = issues.filter(({ path }) => stepOf(path) !== 'review');
  return (
    <div className="grid gap-8">
      {open.length > 0 ? <OpenIssues issues={open} onStep={onStep} /> : null}
      {checked.success ? <Notes workload={checked.data} /> : null}
      {checked.success ? <Summary workload={checked.data} onStep={onStep} /> : null}
      <section aria-labelledby="plan-title" className="grid gap-4">
        <h3 id="plan-title" className="text-base font-semibold">
          The run
        </h3>
        {checked.success ? <Assumed workload={checked.data} /> : null}
        <PlanFields described={workload.traffic} />
      </section>
    </div>
  );
}

/** Says before the run that it will send nothing. */
function Assumed({ workload }: { workload: Workload }) {
  const { control } = useFormContext<WizardValues>();
  const secondsPerCandidate = useWatch({ control, name: 'plan.secondsPerCandidate' }) ?? 0;
  const words = assumedWords(workload, { secondsPerCandidate });
  return words === null ? null : <Alert variant="notice">{words}</Alert>;
}

const OpenIssues = ({ issues, onStep }: StepReviewProps) => (
  <Alert variant="error">
    <AlertTitle>
      {issues.length === 1 ? 'One field needs a correction.' : `${issues.length} fields need a correction.`}
    </AlertTitle>
    <ul className="mt-1 grid gap-1">
      {issues.map(({ path, message }) => {
        const step = stepOf(path);
        return (
          <li key={`${path} ${message}`}>
            {message}{' '}
            {step ? (
              <Button variant="link" onClick={() => onStep(step)}>
                Go to {STEP_TITLES[step]}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  </Alert>
);

/** Notes on the code before it runs, e.g. that it was written for other events. */
function Notes({ workload }: { workload: Workload }) {
  const { data } = useWorkloadNotes(workload.code);
  return data?.notes.map((note) => (
    <Alert key={note} variant="notice">
      <AlertTitle>Read this before you run it</AlertTitle>
      <p className="mt-1">{note}</p>
    </Alert>
  ));
}

const Summary = ({ workload, onStep }: { workload: Workload; onStep: (step: Step) => void }) => (
  <section aria-labelledby="summary-title" className="grid gap-4 rounded-lg border bg-card p-5">
    <div>
      <h3 id="summary-title" className="text-base font-semibold break-words">
        {workload.name}
      </h3>
      {workload.description ? <p className="text-sm text-muted-foreground">{workload.description}</p> : null}
      <p className="mt-1 text-sm text-muted-foreground">
        <code className="font-mono text-[0.8125rem] text-foreground">
          {workload.code.handler}() in {workload.code.entry}
        </code>
        , <span className="num">{workload.code.files.length}</span>{' '}
        {workload.code.files.length === 1 ? 'file' : 'files'}
        {workload.variants ? `; a sweep can run it in ${runtimeWords(runtimesOf(workload))}` : null}
      </p>
    </div>
    <WorkloadFacts workload={workload} />
    <RequestTable requests={workload.trigger.requests} />
    <div className="flex flex-wrap gap-x-5 gap-y-1 border-t pt-3">
      {(['code', 'trigger', 'traffic', 'resources'] as const).map((step) => (
        <Button key={step} variant="link" size="sm" onClick={() => onStep(step)}>
          Change {STEP_TITLES[step].toLowerCase()}
        </Button>
      ))}
    </div>
  </section>
);
