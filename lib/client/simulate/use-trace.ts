'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '#lib/domain/errors.ts';
import type { TraceSettings } from '#lib/domain/load/trace/settings.ts';
import { readingWords } from '#lib/domain/load/trace/trace.ts';
import { traceArrivals } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import { askWorker } from './ask-worker.ts';
import type { FromWorker } from './jobs.ts';

/** A file of the reader's own, kept in the page alone: nothing is sent anywhere. */
export interface TraceFile {
  name: string | null;
  state: 'none' | 'reading' | 'ready' | 'refused';
  arrivals: Arrivals | null;
  /** How it was read, in words. */
  notes: readonly string[];
  problem: Problem | null;
  columns: readonly string[];
  /** What the reader says of it; what is left out is told from the file. */
  settings: TraceSettings;
}

export interface TraceChoice extends TraceFile {
  read: (file: File) => void;
  /** Reads the same file again by these settings. */
  settle: (settings: TraceSettings) => void;
}

const NONE: TraceFile = {
  ...{ name: null, state: 'none', arrivals: null, notes: [], problem: null, columns: [], settings: {} },
};

/** Reads a file in a worker; a bad file leaves nothing loaded. */
export function useTrace(): TraceChoice {
  const [file, setFile] = useState<TraceFile>(NONE);
  const chosen = useRef<File | null>(null);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  const settle = useCallback((settings: TraceSettings) => {
    const { current } = chosen;
    if (current === null) return;
    end.current?.();
    // The columns stay while it is read again: they are being chosen from.
    setFile((before) => ({
      ...NONE,
      name: current.name,
      state: 'reading',
      columns: before.columns,
      settings,
    }));
    end.current = askWorker({ kind: 'trace', file: current, settings }, (message) =>
      setFile((before) => ({ ...before, ...outcomeOf(message) })),
    );
  }, []);
  const read = useCallback(
    (next: File) => {
      chosen.current = next;
      setFile(NONE);
      settle({});
    },
    [settle],
  );
  return { ...file, read, settle };
}

function outcomeOf(message: FromWorker): Partial<TraceFile> {
  if (message.kind === 'problem')
    return { state: 'refused', problem: message.problem, columns: message.columns ?? [] };
  if (message.kind !== 'trace') return {};
  return {
    state: 'ready',
    arrivals: traceArrivals(message.trace),
    notes: readingWords(message.trace),
    columns: message.columns,
  };
}
