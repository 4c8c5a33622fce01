import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import type { InstancesEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';

/** At most five lists a second: enough for the eye, little for the database. */
const EVERY: Ms = 200;

/** Publishes the list of environments and replicas after every change, the newest state only. */
export class LiveList implements AsyncDisposable {
  readonly #snapshot: () => InstanceSnapshot[];
  readonly #publish: (event: InstancesEvent) => Promise<void>;
  readonly #closing = new AbortController();
  #changed = false;
  #loop: Promise<void> | null = null;

  constructor(snapshot: () => InstanceSnapshot[], publish: (event: InstancesEvent) => Promise<void>) {
    this.#snapshot = snapshot;
    this.#publish = publish;
    // What was shown before, by another engine or an earlier session, is no longer true.
    this.changed();
  }

  readonly changed = (): void => {
    this.#changed = true;
    if (!this.#closing.signal.aborted) this.#loop ??= this.#follow();
  };

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#changed && !signal.aborted) {
      this.#changed = false;
      await this.#tell(this.#snapshot());
      await sleep(EVERY, undefined, { signal }).catch(() => {});
    }
    this.#loop = null;
  }

  /** A list that could not be published is replaced by the next one. */
  async #tell(instances: InstanceSnapshot[]): Promise<void> {
    try {
      await this.#publish({ kind: 'instances', instances, engineNowMs: performance.now() });
    } catch {
      this.#changed = true;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    await this.#tell([]);
  }
}
