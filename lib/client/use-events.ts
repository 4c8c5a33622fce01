'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { mayComeBack, statusOf } from './stream-refusal.ts';

/** connecting: first try or trying again; open: events arrive; closed: the stream ended for good. */
export type StreamState = 'idle' | 'connecting' | 'open' | 'closed';

const AGAIN_MS = 2000;

function readEvent<E>(data: string): E | null {
  try {
    return JSON.parse(data) as E;
  } catch {
    return null;
  }
}

/**
 * Reads a server-sent event stream while the component is mounted. The browser's EventSource
 * reconnects by itself and sends Last-Event-ID, so that the server goes on where it was.
 *
 * @param url null closes the stream (e.g. when the run is over).
 * @param onEvent is given each event, typed by the caller after the contract (lib/domain/live/events.ts).
 */
export function useEvents<E>(url: string | null, onEvent: (event: E) => void): StreamState {
  const [state, setState] = useState<StreamState>('idle');
  const receive = useEffectEvent(onEvent);
  useEffect(() => {
    if (url === null) {
      setState('idle');
      return;
    }
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const open = () => {
      source = new EventSource(url);
      setState('connecting');
      source.onopen = () => setState('open');
      source.onmessage = (message: MessageEvent<string>) => {
        const event = readEvent<E>(message.data);
        if (event !== null) receive(event);
      };
      source.onerror = () => {
        if (source.readyState !== EventSource.CLOSED) return setState('connecting');
        void refused();
      };
    };
    // The server refused, and the browser will not try again: it does not tell whether for good (404) or for now (503).
    const refused = async () => {
      const status = await statusOf(url);
      if (left) return;
      if (!mayComeBack(status)) return setState('closed');
      setState('connecting');
      timer = setTimeout(open, AGAIN_MS);
    };
    open();
    return () => {
      left = true;
      clearTimeout(timer);
      source.close();
    };
  }, [url]);
  return state;
}
