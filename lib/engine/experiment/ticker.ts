import type { Ms } from '#lib/domain/units.ts';

/**
 * Runs `action` again and again, never twice at once. A failure ends it: `signal` aborts at once, so that whatever
 * goes on beside it can end, too, and `stop` throws the failure.
 */
export function startTicker(
  every: Ms,
  action: () => Promise<void>,
): { signal: AbortSignal; stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const failed = new AbortController();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle || failed.signal.aborted) return;
    idle = false;
    running = action()
      .catch((error: unknown) => failed.abort(error))
      .finally(() => {
        idle = true;
      });
  }, every);
  return {
    signal: failed.signal,
    async stop() {
      clearInterval(timer);
      await running;
      failed.signal.throwIfAborted();
    },
  };
}
