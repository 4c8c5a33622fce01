'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';
import { AXIS_FIELDS, lengthWords, readSeconds, readSweep, STARTING } from '#lib/client/sweep-form.ts';
import { useCreateSweep } from '#lib/client/sweeps.ts';
import { AXIS_NAMES } from '#lib/domain/sweep/axes.ts';

/** Measures a stored workload at several sizes: which one is cheapest, which fastest? */
export function StartSweep({ workloadId }: { workloadId: string }) {
  const router = useRouter();
  const start = useCreateSweep();
  const [values, setValues] = useState(STARTING);
  const [seconds, setSeconds] = useState('30');
  const read = readSweep(values);
  const time = readSeconds(seconds);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.axes === null || time.secondsPerSide === null) return;
    const plan = { secondsPerSide: time.secondsPerSide };
    start.mutate(
      { workloadId, axes: read.axes, plan },
      { onSuccess: ({ id }) => router.push(`/sweeps/${id}`) },
    );
  };
  const busy = start.isPending || start.isSuccess;
  return (
    <form noValidate aria-label="Sweep" className="grid gap-5" onSubmit={submit}>
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        {AXIS_NAMES.map((name) => (
          <Field key={name} {...AXIS_FIELDS[name]} error={read.errors[name]}>
            <Input
              autoComplete="off"
              className="num"
              placeholder="not swept"
              value={values[name]}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            />
          </Field>
        ))}
        <Field
          label="Measured time, s a side"
          description={`Of each size. ${lengthWords(read.points, time.secondsPerSide)}`}
          error={time.error ?? undefined}
        >
          <Input
            autoComplete="off"
            className="num"
            value={seconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </Field>
      </div>
      <p className="max-w-3xl text-[0.8125rem] leading-5 text-muted-foreground">
        Give values separated by commas. Every combination is a run of its own on both sides, one after
        another. Runtimes are not swept: the function side runs Node.js, Python and own runtimes, but the
        container side wraps a handler with Node.js alone, and two different programs would not be one
        comparison.
      </p>
      <FieldError error={read.error ?? undefined} />
      {start.isError ? <ProblemAlert problem={problemOf(start.error)} /> : null}
      <Button
        type="submit"
        variant="outline"
        className="w-48 justify-self-start"
        disabled={busy || read.axes === null || time.error !== null}
      >
        {busy ? 'Starting…' : read.axes === null ? 'Sweep' : `Measure ${read.points} sizes`}
      </Button>
    </form>
  );
}
