'use client';

import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger } from '#components/ui/select.tsx';
import { fromSample, type PlaygroundValues, startValues } from '#lib/client/interactive/playground-form.ts';
import { useSamples } from '#lib/client/queries.ts';
import type { SampleView } from '#lib/domain/live/api.ts';

const COUNTER = 'counter';

/** Fills in code and request from a sample. Nothing asks first: what was there can be brought back. */
export function StartFromSample() {
  const { getValues, reset } = useFormContext<PlaygroundValues>();
  const samples = useSamples();
  const [before, setBefore] = useState<PlaygroundValues | null>(null);
  const start = (slug: string) => {
    const now = getValues();
    const next = valuesOf(slug, samples.data ?? [], now);
    if (!next) return;
    setBefore(now);
    reset(next);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {before ? (
        <Button
          variant="link"
          size="sm"
          onClick={() => {
            reset(before);
            setBefore(null);
          }}
        >
          Bring back my code
        </Button>
      ) : null}
      <Select value="" onValueChange={start}>
        <SelectTrigger aria-label="Start from a sample" className="h-8 w-44 text-[0.8125rem]">
          Start from a sample
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={COUNTER}>Counter in a global</SelectItem>
          {(samples.data ?? []).map(({ slug, workload }) => (
            <SelectItem key={slug} value={slug}>
              {workload.name}
            </SelectItem>
          ))}
          {samples.isError ? (
            <p role="status" className="max-w-56 px-2 py-1.5 text-xs text-muted-foreground">
              The samples could not be loaded. Your own code works without them.
            </p>
          ) : null}
        </SelectContent>
      </Select>
    </div>
  );
}

function valuesOf(
  slug: string,
  samples: readonly SampleView[],
  now: PlaygroundValues,
): PlaygroundValues | null {
  if (slug === COUNTER) return { ...startValues(), sides: now.sides, count: now.count };
  const sample = samples.find((candidate) => candidate.slug === slug);
  return sample ? fromSample(sample, now) : null;
}
