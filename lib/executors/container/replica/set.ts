import type { Ms } from '#lib/domain/units.ts';
import { Place } from './place.ts';
import type { Replica } from './replica.ts';

/** One version of what is deployed: starts replicas of it. */
export interface Version {
  /** Makes one replica, which is in the list from the start, and waits until it is ready. */
  launch(signal: AbortSignal, appeared: (replica: Replica) => void): Promise<Replica>;
}

export interface SetEvents {
  /** The list or a replica in it has changed. */
  changed(): void;
  /** A replica got ready: those who wait may have it. */
  ready(): void;
  /** A start failed and nothing else is ready or starting. */
  hopeless(error: Error): void;
  /** A replica that was ready has ended without being asked to. */
  ended(): void;
  /** A replica has gone, with what it has used. */
  gone(replica: Replica): void;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** A number of replicas, kept running: grows, shrinks, and replaces what ends. */
export class ReplicaSet {
  /** Every replica that exists, whatever its state. */
  readonly replicas = new Set<Replica>();
  readonly #places = new Map<Place, Version>();
  readonly #events: SetEvents;
  readonly #drain: Ms;
  readonly #leaving = new Set<Promise<void>>();

  constructor(events: SetEvents, drain: Ms) {
    this.#events = events;
    this.#drain = drain;
  }

  /** Replicas asked for. */
  get wanted(): number {
    return this.#places.size;
  }

  /** The places of one version, oldest first. */
  placesOf(version: Version): Place[] {
    return [...this.#places].flatMap(([place, its]) => (its === version ? [place] : []));
  }

  add(version: Version): Place {
    const place: Place = new Place({
      launch: (signal) => this.#launch(version, signal),
      remove: (replica) => this.remove(replica),
      ready: () => this.#events.ready(),
      ended: () => this.#events.ended(),
      failed: (error) => this.#failed(error),
    });
    this.#places.set(place, version);
    return place;
  }

  /** Brings the number of places to `count`: new ones of `version`; the ones with the least to lose go. */
  scaleTo(count: number, version: Version): Place[] {
    const added: Place[] = [];
    while (this.#places.size < count) added.push(this.add(version));
    const order = (place: Place) => (place.isReady ? 1 + place.inFlight : 0);
    const youngest = [...this.#places.keys()].reverse().sort((a, b) => order(a) - order(b));
    for (const place of youngest.slice(0, Math.max(0, this.#places.size - count))) void this.retire(place);
    return added;
  }

  /** Lets a place finish what it does and ends it. */
  async retire(place: Place, patience = this.#drain): Promise<void> {
    this.#places.delete(place);
    const leaving = place.retire(patience);
    this.#leaving.add(leaving);
    await leaving.finally(() => this.#leaving.delete(leaving));
  }

  /** Ends everything at once, whatever is in flight. */
  async dispose(): Promise<void> {
    const places = [...this.#places.keys()];
    this.#places.clear();
    await Promise.all([...this.replicas].map((replica) => this.remove(replica)));
    await Promise.all([...places.map((place) => place.retire(0)), ...this.#leaving]);
  }

  async remove(replica: Replica): Promise<void> {
    await replica.remove();
    if (!this.replicas.delete(replica)) return;
    this.#events.gone(replica);
    this.#events.changed();
  }

  async #launch(version: Version, signal: AbortSignal): Promise<Replica> {
    let made: Replica | undefined;
    try {
      return await version.launch(signal, (replica) => {
        made = replica;
        this.replicas.add(replica);
        this.#events.changed();
      });
    } catch (error) {
      if (made !== undefined) await this.remove(made);
      throw error;
    }
  }

  #failed(error: unknown): void {
    const hope =
      [...this.#places.keys()].some((place) => place.starting) ||
      [...this.replicas].some((replica) => replica.isReady);
    if (!hope) this.#events.hopeless(asError(error));
  }
}
