import { setTimeout as sleep } from 'node:timers/promises';
import { toProblem } from '#lib/domain/errors.ts';
import type { Ms } from '#lib/domain/units.ts';

const BACK_OFF: readonly Ms[] = [200, 1000];
const SLOWEST: Ms = 5000;
/** A part that ran longer did not end because of its start, and the next one comes quickly again. */
const STEADY: Ms = 60_000;

export interface Part<T> {
  /** As the terminal names it: "The engine". */
  name: string;
  start(): Promise<T>;
  /** Resolves with the reason when it has ended. */
  ended(part: T): Promise<string>;
  stop(part: T): Promise<void>;
}

/** Time as a port, so that a test need not wait. */
export interface Time {
  now(): Ms;
  sleep(ms: Ms): Promise<unknown>;
}

const SYSTEM: Time = { now: () => performance.now(), sleep: (ms) => sleep(ms) };

export interface Kept<T> {
  /** The first one that ran. */
  first: T;
  stop(): Promise<void>;
}

/**
 * Keeps one part of the product running: one that was killed or crashed is started again, more slowly each time.
 * @throws what its first start throws
 */
export async function keepRunning<T>(
  part: Part<T>,
  say: (text: string) => void,
  time: Time = SYSTEM,
): Promise<Kept<T>> {
  const first = await part.start();
  let current: T | null = first;
  let stopping = false;
  let restarts = 0;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (running: T) => {
    const since = time.now();
    void part.ended(running).then((reason) => {
      if (stopping) return;
      if (time.now() - since > STEADY) restarts = 0;
      current = null;
      say(`${part.name} ended (${reason}); starting it again.`);
      restarting = restart();
    });
  };
  const restart = async (): Promise<void> => {
    while (current === null) {
      await time.sleep(BACK_OFF[restarts++] ?? SLOWEST);
      if (stopping) return;
      try {
        current = await part.start();
        watch(current);
      } catch (error) {
        const { message, remedy } = toProblem(error);
        if (!stopping) say(`${part.name} did not start. ${message} ${remedy}`);
      }
    }
  };

  watch(first);
  return {
    first,
    async stop() {
      stopping = true;
      // One that is just being started must not outlive the rest.
      await restarting;
      if (current !== null) await part.stop(current);
    },
  };
}
