import type { Ms } from '#lib/domain/units.ts';

/** Runs `action` again and again, never twice at once; a failure ends the run when it is stopped. */
export function startTicker(every: Ms, action: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let failure: unknown = null;
  let idle = true;
  const timer = setInterval(() => {
    if (!idle || failure) return;
    idle = false;
    running = action()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        idle = true;
      });
  }, every);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      if (failure) throw failure;
    },
  };
}
