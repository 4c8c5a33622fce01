'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCreateSweep } from '#lib/client/sweeps.ts';
import { SweepAxes } from '#lib/domain/sweep/axes.ts';

const SIZES = '128, 256, 512, 1024, 1769';

/** Measures a stored workload at several memory sizes: which one is cheapest, which fastest? */
export function StartSweep({ workloadId }: { workloadId: string }) {
  const router = useRouter();
  const start = useCreateSweep();
  const [sizes, setSizes] = useState(SIZES);
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const memoryMiB = sizes
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number);
    const axes = SweepAxes.safeParse({ memoryMiB });
    setError(axes.error?.issues[0]?.message);
    if (!axes.success) return;
    start.mutate({ workloadId, axes: axes.data }, { onSuccess: ({ id }) => router.push(`/sweeps/${id}`) });
  };
  const busy = start.isPending || start.isSuccess;
  return (
    <form noValidate aria-label="Sweep memory sizes" className="grid gap-4" onSubmit={submit}>
      <Field
        label="Memory sizes"
        description="MiB, separated by commas. Each is a run of its own on both sides, one after another."
        error={error}
      >
        <Input autoComplete="off" value={sizes} onChange={(event) => setSizes(event.target.value)} />
      </Field>
      {start.isError ? <ProblemAlert problem={problemOf(start.error)} /> : null}
      <Button type="submit" variant="outline" className="w-40 justify-self-start" disabled={busy}>
        {busy ? 'Starting…' : 'Sweep memory'}
      </Button>
    </form>
  );
}
