'use client';

import { useState } from 'react';
import type { InstancesEvent } from '#lib/domain/live/events.ts';
import { type StreamState, useEvents } from '../use-events.ts';

export interface LiveInstances {
  /** null until the first list came. */
  list: InstancesEvent | null;
  stream: StreamState;
}

/** The environments and replicas that live now, as the engine tells them. */
export function useInstances(): LiveInstances {
  const [list, setList] = useState<InstancesEvent | null>(null);
  const stream = useEvents<InstancesEvent>('/api/playground/instances/events', setList);
  return { list, stream };
}
