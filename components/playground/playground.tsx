'use client';

import { useEffect, useState } from 'react';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { readKept } from '#lib/client/interactive/kept.ts';
import {
  KeptPlayground,
  PLAYGROUND_KEY,
  type PlaygroundValues,
  startValues,
} from '#lib/client/interactive/playground-form.ts';
import { PlaygroundScreen } from './playground-screen.tsx';

/** Reads what this browser keeps, which only a browser can, then shows the form. */
export function Playground() {
  const [values, setValues] = useState<PlaygroundValues>();
  useEffect(() => {
    setValues(readKept(localStorage, PLAYGROUND_KEY, KeptPlayground) ?? startValues());
  }, []);
  return values ? <PlaygroundScreen initial={values} /> : <PlaygroundSkeleton />;
}

export const PlaygroundSkeleton = () => (
  <div aria-busy="true" className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
    <Skeleton className="h-[30rem]" />
    <Skeleton className="h-[30rem]" />
  </div>
);
