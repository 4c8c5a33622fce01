import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { watchedProblem } from '#lib/server/shown-problem.ts';
import { storable } from './storable.ts';

/** The events of one run, published one after another in the order in which they were emitted. */
export class RunEvents {
  readonly #publish: (event: InteractiveEvent) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | null = null;

  constructor(publish: (event: InteractiveEvent) => Promise<void>) {
    this.#publish = publish;
  }

  readonly emit = (event: InteractiveEvent): void => {
    const ready = storable(shown(event));
    // One event that could not be published must not keep the next from being told, above all not the last.
    this.#last = this.#last
      .then(() => this.#publish(ready))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      });
  };

  /** Resolves when everything emitted so far is published. @throws what the first failed publish threw */
  async flush(): Promise<void> {
    await this.#last;
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Those who watch a run know this machine by the web alone. */
function shown(event: InteractiveEvent): InteractiveEvent {
  if (event.kind === 'failed') return { ...event, problem: watchedProblem(event.problem, 'a run') };
  const problem = event.kind === 'invocation' ? event.invocation.problem : null;
  if (event.kind !== 'invocation' || !problem) return event;
  return { ...event, invocation: { ...event.invocation, problem: watchedProblem(problem, 'an invocation') } };
}
