'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { type InteractiveRun, initialRun, reduceRunEvents } from '#lib/domain/interactive/run.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { type StreamState, useEvents } from '../use-events.ts';

// Fifty answers may come at once: they are drawn together.
const DRAW_EVERY_MS = 80;
/** Longer than any pause of a lesson. */
const QUIET_AFTER_MS = 10_000;

export interface FollowedRun {
  run: InteractiveRun;
  stream: StreamState;
  /** Nothing was heard for long: no engine, or the events of an old run were cleared away. */
  quiet: boolean;
}

interface Told {
  runId: string | null;
  run: InteractiveRun;
}
interface Batch {
  runId: string;
  events: InteractiveEvent[];
}

function tell(told: Told, { runId, events }: Batch): Told {
  const before = told.runId === runId ? told.run : initialRun;
  return { runId, run: reduceRunEvents(before, events) };
}

/**
 * Follows a playground or lesson run by its events; another id starts anew. The server tells the
 * story from its start to every new connection, so a reload in the middle goes on.
 */
export function useInteractiveRun(runId: string | null): FollowedRun {
  const [told, dispatch] = useReducer(tell, { runId: null, run: initialRun });
  const run = told.runId === runId ? told.run : initialRun;
  const waiting = useRef<Batch | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const flush = () => {
    timer.current = undefined;
    if (waiting.current) dispatch(waiting.current);
    waiting.current = null;
  };
  const url = runId === null || run.ended ? null : `/api/runs/${encodeURIComponent(runId)}/events`;
  const [quiet, heard] = useSilence(url !== null);
  const stream = useEvents<InteractiveEvent>(url, (event) => {
    if (runId === null) return;
    if (waiting.current?.runId !== runId) waiting.current = { runId, events: [] };
    waiting.current.events.push(event);
    heard();
    timer.current ??= setTimeout(flush, DRAW_EVERY_MS);
  });
  return { run, stream, quiet };
}

/** True when nothing was heard for long although there is something to listen to; and the call that says it was. */
function useSilence(listening: boolean): [silent: boolean, heard: () => void] {
  const [silent, setSilent] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wait = useCallback(() => {
    clearTimeout(timer.current);
    setSilent(false);
    timer.current = setTimeout(() => setSilent(true), QUIET_AFTER_MS);
  }, []);
  useEffect(() => {
    if (listening) wait();
    else setSilent(false);
    return () => clearTimeout(timer.current);
  }, [listening, wait]);
  return [silent, wait];
}
