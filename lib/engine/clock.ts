import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Ms } from '#lib/domain/units.ts';

/** A clock that can be waited on: the load generator's only notion of time, so that tests can simulate it. */
export interface EngineClock extends Clock {
  /**
   * Resolves at `at`, as exactly as the event loop allows; when it has passed, as soon as what has
   * arrived meanwhile was served. Rejects when the signal aborts.
   */
  until(at: Ms, signal: AbortSignal): Promise<void>;
}

/** A timer wakes up to about 1 ms late; the last stretch is spent in the event loop, where answers are still served. */
const SPIN_MS = 1.5;

async function until(at: Ms, signal: AbortSignal): Promise<void> {
  const early = at - performance.now() - SPIN_MS;
  if (early > 0) await sleep(early, undefined, { signal });
  await spin(at, signal);
  signal.throwIfAborted();
}

/** Turns the event loop until then, at least once. One function for all turns: at 5,000 requests/s it never stops. */
const spin = (at: Ms, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const turn = () => {
      if (performance.now() >= at || signal.aborted) resolve();
      else setImmediate(turn);
    };
    setImmediate(turn);
  });

export const systemClock: EngineClock = { now: () => performance.now(), wall: () => new Date(), until };
