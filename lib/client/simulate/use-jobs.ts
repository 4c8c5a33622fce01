'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '#lib/domain/errors.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import type { Ms } from '#lib/domain/units.ts';
import { askWorker } from './ask-worker.ts';
import type { FromWorker, Job, JobProgress } from './jobs.ts';

/** What is known of the jobs that were given to the worker; `about` is what they were made from. */
export interface JobsView<About> {
  state: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  about: About | null;
  progress: JobProgress | null;
  results: ReadonlyMap<string, SimulationResult>;
  problem: Problem | null;
  took: { requests: number; ms: Ms } | null;
}

export interface Jobs<About> extends JobsView<About> {
  run: (jobs: readonly Job[], about: About) => void;
  /** Ends the worker at once; results that came stay. */
  cancel: () => void;
}

const nothing = <About>(): JobsView<About> => ({
  state: 'idle',
  about: null,
  progress: null,
  results: new Map(),
  problem: null,
  took: null,
});

/** Runs jobs in a worker of their own; a new run ends the one before. */
export function useJobs<About>(): Jobs<About> {
  const [view, setView] = useState<JobsView<About>>(nothing);
  const end = useRef<(() => void) | null>(null);
  const stop = useCallback(() => {
    end.current?.();
    end.current = null;
  }, []);
  // Leaving the page ends the work.
  useEffect(() => stop, [stop]);
  const run = useCallback(
    (jobs: readonly Job[], about: About) => {
      stop();
      setView({ ...nothing<About>(), state: 'running', about });
      end.current = askWorker({ kind: 'simulate', jobs }, (message) =>
        setView((before) => heard(before, message)),
      );
    },
    [stop],
  );
  const cancel = useCallback(() => {
    stop();
    setView((before) => ({ ...before, state: 'cancelled', progress: null }));
  }, [stop]);
  return { ...view, run, cancel };
}

/** What a message of the worker changes. */
export function heard<About>(view: JobsView<About>, message: FromWorker): JobsView<About> {
  if (message.kind === 'progress') return { ...view, progress: message };
  if (message.kind === 'result') {
    return { ...view, results: new Map(view.results).set(message.key, message.result) };
  }
  if (message.kind === 'done') {
    return {
      ...view,
      state: 'done',
      progress: null,
      took: { requests: message.requests, ms: message.tookMs },
    };
  }
  if (message.kind === 'problem')
    return { ...view, state: 'failed', progress: null, problem: message.problem };
  return view;
}
