import { isCancelAsked } from '#lib/server/repositories/experiments.ts';

const EVERY_MS = 300;

/** Aborts within half a second of somebody asking for it. The wish is a column, so it survives whoever asked. */
export function watchForCancel(experimentId: string): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const timer = setInterval(async () => {
    // A database that is away for a moment is no wish to cancel.
    const asked = await isCancelAsked(experimentId).catch(() => false);
    if (asked) controller.abort();
  }, EVERY_MS);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}
