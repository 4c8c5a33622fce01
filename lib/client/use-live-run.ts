'use client';

import { useEffect, useReducer, useRef, useState } from 'react';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { initialLive, type LiveView, reduceLive } from '#lib/domain/live/reduce.ts';
import { type StreamState, useEvents } from './use-events.ts';

// A replay after a reload brings hundreds of events at once: they are drawn together.
const DRAW_EVERY_MS = 100;

export interface LiveRun {
  view: LiveView;
  stream: StreamState;
}

const reduceAll = (view: LiveView, events: readonly ExperimentEvent[]): LiveView =>
  events.reduce(reduceLive, view);

/**
 * Follows a run by its events. The server tells the story from its start to every new connection,
 * so a reload in the middle shows all of it. A run that ended without a report is followed too,
 * until its last event, for what it found until then; one that is done is not.
 */
export function useLiveRun({
  id,
  state,
  problem,
}: Pick<ExperimentView, 'id' | 'state' | 'problem'>): LiveRun {
  const [view, dispatch] = useReducer(reduceAll, initialLive(state, problem));
  const [told, setTold] = useState(state === 'done');
  const waiting = useRef<ExperimentEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const flush = () => {
    timer.current = undefined;
    const events = waiting.current;
    waiting.current = [];
    dispatch(events);
    if (events.some((event) => event.kind === 'state' && isFinal(event.state))) setTold(true);
  };
  const stream = useEvents<ExperimentEvent>(
    told ? null : `/api/experiments/${encodeURIComponent(id)}/events`,
    (event) => {
      waiting.current.push(event);
      timer.current ??= setTimeout(flush, DRAW_EVERY_MS);
    },
  );
  return { view, stream };
}
