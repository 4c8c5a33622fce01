'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '#lib/domain/errors.ts';
import { traceArrivals } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import { askWorker } from './ask-worker.ts';

/** A file of the reader's own, kept in the page alone: nothing is sent anywhere. */
export interface TraceFile {
  name: string | null;
  state: 'none' | 'reading' | 'ready' | 'refused';
  arrivals: Arrivals | null;
  /** What it was taken for and how it was read. */
  notes: readonly string[];
  problem: Problem | null;
}

export interface TraceChoice extends TraceFile {
  read: (file: File) => void;
}

const NONE: TraceFile = { name: null, state: 'none', arrivals: null, notes: [], problem: null };

/** Reads a file in a worker; a bad file leaves nothing loaded. */
export function useTrace(): TraceChoice {
  const [file, setFile] = useState<TraceFile>(NONE);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  const read = useCallback((chosen: File) => {
    end.current?.();
    setFile({ ...NONE, name: chosen.name, state: 'reading' });
    end.current = askWorker({ kind: 'trace', file: chosen }, (message) => {
      if (message.kind === 'problem') {
        setFile({ ...NONE, name: chosen.name, state: 'refused', problem: message.problem });
      }
      if (message.kind === 'trace') {
        const { format, notes } = message.trace;
        const arrivals = traceArrivals(message.trace);
        setFile({
          name: chosen.name,
          state: 'ready',
          arrivals,
          notes: [`Read as ${format}.`, ...notes],
          problem: null,
        });
      }
    });
  }, []);
  return { ...file, read };
}
