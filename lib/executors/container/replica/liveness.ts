import type { Ms } from '#lib/domain/units.ts';

/** Questions without an answer after which a replica counts as dead (Kubernetes' failureThreshold). */
const FAILURES = 3;

/**
 * Asks every `interval` whether a replica lives; `dead` is called once when it has not answered three times
 * in a row. The next question is asked only after the last was answered. Returns what ends the asking.
 */
export function watchLiveness(interval: Ms, ask: () => Promise<unknown>, dead: () => void): () => void {
  let failures = 0;
  let over = false;
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(question, interval);
    timer.unref();
  };
  const question = async () => {
    failures = await ask().then(
      () => 0,
      () => failures + 1,
    );
    if (over) return;
    if (failures < FAILURES) return next();
    dead();
  };
  next();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
