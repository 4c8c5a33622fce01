import { setTimeout as sleep, setImmediate as tick } from 'node:timers/promises';
import type { Clock, Ms } from '#lib/domain/units.ts';

export const systemClock: Clock = { now: () => performance.now(), wall: () => new Date() };

/** A timer wakes up to about 1 ms late; the last stretch is spent in the event loop, where answers are still served. */
const SPIN_MS = 1.5;

/** Resolves at `at` on the clock, as exactly as the event loop allows; at once when it has passed. */
export async function until(at: Ms, clock: Clock, signal: AbortSignal): Promise<void> {
  const early = at - clock.now() - SPIN_MS;
  if (early > 0) await sleep(early, undefined, { signal });
  while (clock.now() < at) await tick(undefined, { signal });
}
