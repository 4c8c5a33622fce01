'use client';

import { useEffect, useState } from 'react';
import type { InstancesEvent } from '#lib/domain/live/events.ts';

const EVERY_MS = 1_000;

/** The engine's clock, told with the newest list and carried on by this browser's own; for ages. */
export function useEngineNow(list: InstancesEvent | null): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!list) return;
    const heardAt = performance.now();
    const tick = () => setNow(list.engineNowMs + performance.now() - heardAt);
    tick();
    if (list.instances.length === 0) return;
    const timer = setInterval(tick, EVERY_MS);
    return () => clearInterval(timer);
  }, [list]);
  return now;
}
