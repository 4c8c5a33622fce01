'use client';

import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import type { TraceChoice } from '#lib/client/simulate/use-trace.ts';
import type { Problem } from '#lib/domain/errors.ts';
import { TraceSettingsFields } from './trace-settings.tsx';

const STAYS =
  'CSV with a time in each row, with a time and a count or a rate, an access log, results of a load generator, or an Azure trace; plain or .gz. It stays in your browser and is not part of the address.';

/** A file with real traffic. It is read in the browser, whole or not at all. */
export const TraceField = ({ trace, description = STAYS }: { trace: TraceChoice; description?: string }) => (
  <div className="flex flex-col gap-3">
    <Field
      label="File"
      description={description}
      error={trace.state === 'refused' ? 'Nothing was loaded from this file; see below.' : undefined}
    >
      <Input
        type="file"
        accept=".csv,.tsv,.txt,.log,.jtl,.gz,text/csv,text/plain,application/gzip"
        className="cursor-pointer py-1.5 file:mr-3 file:font-medium"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) trace.read(file);
        }}
      />
    </Field>
    {trace.problem ? <Refused problem={trace.problem} /> : null}
    <ul aria-live="polite" className="flex flex-col gap-1 text-[0.8125rem] leading-5 text-muted-foreground">
      {trace.state === 'reading' ? <li>Reading {trace.name}</li> : null}
      {trace.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
    {trace.state === 'none' || trace.columns.length === 0 ? null : (
      <TraceSettingsFields key={trace.name} trace={trace} />
    )}
  </div>
);

/** The rows that cannot be read are what the reader needs: not behind a fold. */
const Refused = ({ problem: { detail, ...problem } }: { problem: Problem }) => (
  <ProblemAlert
    problem={problem}
    stillTrue={
      <>
        {problem.owner === 'yours' && detail ? (
          <span className="num block max-h-60 overflow-y-auto text-[0.8125rem] leading-5 whitespace-pre-line text-foreground">
            {detail}
          </span>
        ) : null}
        The form and earlier results are as they were.
      </>
    }
  />
);
