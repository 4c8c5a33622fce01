'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';
import {
  AXIS_FIELDS,
  checkSeconds,
  lengthWords,
  type ReadSweep,
  readSweep,
  STARTING,
  type SweepValues,
  TYPED_AXES,
} from '#lib/client/sweep-form.ts';
import { useCreateSweep } from '#lib/client/sweeps.ts';
import type { WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { runtimeWords } from '#lib/domain/workload/workload.ts';
import { RuntimesField } from './runtimes-field.tsx';

interface StartSweepProps {
  workloadId: string;
  /** Those that the workload offers. */
  runtimes: readonly WorkloadRuntime[];
}

/** Measures a stored workload at several settings: which one is cheapest, which fastest? */
export function StartSweep({ workloadId, runtimes }: StartSweepProps) {
  const router = useRouter();
  const start = useCreateSweep();
  const [values, setValues] = useState(STARTING);
  const [seconds, setSeconds] = useState<number | null>(30);
  const read = readSweep(values);
  const time = checkSeconds(seconds);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.axes === null || time.secondsPerCandidate === null) return;
    const plan = { secondsPerCandidate: time.secondsPerCandidate };
    start.mutate(
      { workloadId, axes: read.axes, plan },
      { onSuccess: ({ id }) => router.push(`/sweeps/${id}`) },
    );
  };
  const busy = start.isPending || start.isSuccess;
  return (
    <form noValidate aria-label="Sweep" className="grid gap-5" onSubmit={submit}>
      <SweepFields
        runtimes={runtimes}
        values={values}
        onValues={setValues}
        read={read}
        seconds={{ typed: seconds, ...time }}
        onSeconds={setSeconds}
      />
      <p className="max-w-3xl text-[0.8125rem] leading-5 text-muted-foreground">
        Give values separated by commas. Every combination is a run of its own on both sides, one after
        another.{' '}
        {runtimes.length > 1
          ? null
          : `Runtimes are swept when a workload brings the same work in several: this one is in ${runtimeWords(runtimes)} alone.`}
      </p>
      <FieldError error={read.error ?? undefined} />
      {start.isError ? <ProblemAlert problem={problemOf(start.error)} /> : null}
      <Button
        type="submit"
        variant="outline"
        className="w-48 justify-self-start"
        disabled={busy || read.axes === null || time.error !== null}
      >
        {busy ? 'Starting…' : read.axes === null ? 'Sweep' : `Measure ${read.points} settings`}
      </Button>
    </form>
  );
}

interface SweepFieldsProps extends Pick<StartSweepProps, 'runtimes'> {
  values: SweepValues;
  onValues: (values: SweepValues) => void;
  /** What was made of them. */
  read: ReadSweep;
  seconds: { typed: number | null } & ReturnType<typeof checkSeconds>;
  onSeconds: (typed: number | null) => void;
}

/** The axes, and how long each setting is measured. */
function SweepFields({ runtimes, values, onValues, read, seconds, onSeconds }: SweepFieldsProps) {
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      {TYPED_AXES.map((name) => (
        <Field key={name} {...AXIS_FIELDS[name]} error={read.errors[name]}>
          <Input
            autoComplete="off"
            className="num"
            placeholder="not swept"
            value={values[name]}
            onChange={(event) => onValues({ ...values, [name]: event.target.value })}
          />
        </Field>
      ))}
      {runtimes.length > 1 ? (
        <RuntimesField
          runtimes={runtimes}
          value={values.runtime}
          error={read.errors.runtime}
          onChange={(runtime) => onValues({ ...values, runtime })}
        />
      ) : null}
      <NumberField
        label="Measured time, s a side"
        unit="s"
        description={`Of each setting. ${lengthWords(read.points, seconds.secondsPerCandidate)}`}
        error={seconds.error ?? undefined}
        value={seconds.typed}
        onValue={onSeconds}
      />
    </div>
  );
}
