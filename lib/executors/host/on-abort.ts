/** What is to be done when a signal aborts; one listener a signal, for adding and removing one costs as much as a request. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

function listen(signal: AbortSignal): Set<() => void> {
  const actions = new Set<() => void>();
  waiting.set(signal, actions);
  const run = () => {
    for (const action of actions) action();
    actions.clear();
  };
  signal.addEventListener('abort', run, { once: true });
  return actions;
}

const nothing = (): void => {};

/** Calls `action` when the signal aborts, at once when it has; what it returns calls that off. */
export function onAbort(signal: AbortSignal | undefined, action: () => void): () => void {
  if (signal === undefined) return nothing;
  if (signal.aborted) {
    action();
    return nothing;
  }
  const actions = waiting.get(signal) ?? listen(signal);
  // An action of its own each time: the same one may be asked for twice.
  const own = () => action();
  actions.add(own);
  return () => void actions.delete(own);
}
