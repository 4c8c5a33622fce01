import { CrossoverError } from '#lib/domain/errors.ts';
import {
  fitsAfter,
  isNearlyFull,
  type MachineState,
  memoryBudgetOf,
  PROMISED_SHARE,
  refusalOf,
  shortageFor,
} from '#lib/domain/execution/machine-budget.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import { chargedTo, heldBy } from './memory.ts';
import { memoryParents, ownMemory, processBudget, processesTogether } from './together.ts';

const LOOK_EVERY: Ms = 100;

/** A sandbox that runs in its room. */
export interface Occupant {
  /** Ends it when the machine is short before it has answered. */
  end(): void;
  /** Memory that it holds now; null where that is not cheap to know. */
  holds(): Bytes | null;
}

/** The room of one sandbox on this machine, from before it is started until nothing of it is left. */
export interface Room {
  /** It was started. */
  runs(occupant: Occupant): void;
  /** It has answered: from now on it counts with what it really uses. */
  answered(): void;
  release(): void;
}

/** An idle environment that can be ended for others. */
export interface Idle {
  /** Expected to become free; null where nobody counts it. */
  memory: Bytes | null;
  /** Ends it; resolves when it is gone. */
  end(): Promise<unknown>;
}

/** The idle environments of a deployment, the one used least recently first. */
export type IdleOnes = () => readonly Idle[];

interface Place {
  promised: Bytes;
  occupant: Occupant | null;
}

const sum = (some: readonly (number | null)[]): number | null =>
  some.reduce<number | null>((all, one) => (one === null ? all : (all ?? 0) + one), null);

const largest = <One extends Idle>(some: readonly One[]): One | undefined =>
  some.reduce<One | undefined>(
    (most, one) => (most === undefined || (one.memory ?? 0) > (most.memory ?? 0) ? one : most),
    undefined,
  );

/** Whether it fits when all idle ones have gone; where nobody counts theirs, it may. */
function fitsWithout(memory: MiB, state: MachineState, idle: readonly Idle[]): boolean {
  const freed = idle.map((one) => one.memory);
  return freed.includes(null) || fitsAfter(memory, state, sum(freed) ?? 0);
}

/** Lets sandboxes of both sides start as long as the machine has room for them. */
class Admission {
  #leaving: Bytes = 0;
  readonly #idles = new Set<IdleOnes>();
  /** Those that have not answered yet, the newest last. */
  readonly #unanswered = new Set<Place>();
  #timer: NodeJS.Timeout | undefined;

  /** Deployments whose idle environments may be ended before anybody is refused; until the answered function is called. */
  onShortage(idle: IdleOnes): () => void {
    this.#idles.add(idle);
    return () => void this.#idles.delete(idle);
  }

  /** @throws CrossoverError `machine-memory`, `machine-processes` */
  take(memory: MiB): Room {
    for (;;) {
      const state = this.#state();
      const shortage = shortageFor(memory, state);
      if (shortage === null) return this.#room(memory * 1024 * 1024 * PROMISED_SHARE);
      const idle = this.#idle();
      // What would not fit without all of them ends none.
      const hopeless = shortage === 'machine-memory' && !fitsWithout(memory, state, idle);
      const freed = hopeless ? null : this.#shed(idle);
      // An end that frees nothing countable now helps the next one; to end all others would not help this one.
      if (freed === null || freed === 0 || shortage === 'machine-processes')
        throw new CrossoverError(refusalOf(shortage, state));
    }
  }

  #room(promised: Bytes): Room {
    const place: Place = { promised, occupant: null };
    this.#unanswered.add(place);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY).unref();
    const answered = (): void => void this.#unanswered.delete(place);
    const runs = (occupant: Occupant): void => {
      place.occupant = occupant;
    };
    return { answered, release: answered, runs };
  }

  /**
   * A group that is full of what the kernel cannot take back reads its programs from the disk again and again, and
   * nothing in it gets anywhere for minutes before the kernel kills. So one goes at each look: the largest idle one, or
   * the newest that has not answered.
   */
  #look(): void {
    if (this.#unanswered.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const budget = memoryBudgetOf(ownMemory().total);
    if (!isNearlyFull(this.#used(budget), budget) || this.#shed(this.#idle()) !== null) return;
    // Of one that is only being started there is nothing to end yet.
    const newest = [...this.#unanswered].findLast(({ occupant }) => occupant !== null);
    newest?.occupant?.end();
  }

  /** All idle environments. Of equals that of a deployment comes first from which none was ended for the longest time. */
  #idle(): (Idle & { of: IdleOnes })[] {
    return [...this.#idles].flatMap((of) => of().map(({ memory, end }) => ({ memory, end, of })));
  }

  /** Ends the largest. @returns memory that is expected to become free of it; null when none is idle */
  #shed(idle: readonly (Idle & { of: IdleOnes })[]): Bytes | null {
    const leaving = largest(idle);
    if (leaving === undefined) return null;
    this.#idles.delete(leaving.of);
    this.#idles.add(leaving.of);
    const memory = leaving.memory ?? 0;
    this.#leaving += memory;
    void leaving.end().then(() => {
      this.#leaving -= memory;
    });
    return memory;
  }

  /** Expected of those that have not answered, beyond what they hold already. */
  #promised(): Bytes {
    return [...this.#unanswered].reduce(
      (all, { promised, occupant }) => all + Math.max(0, promised - (occupant?.holds() ?? 0)),
      0,
    );
  }

  #state(): MachineState {
    const memory = ownMemory();
    const available = memory.available();
    const used = this.#used(memoryBudgetOf(memory.total));
    const processes = processesTogether();
    return {
      total: memory.total,
      available: available === null ? null : available + this.#leaving,
      used: used === null ? null : used - this.#leaving,
      promised: this.#promised(),
      processes: processes === null ? null : { used: processes, budget: processBudget() },
    };
  }

  /** Far from the budget cached files do not matter, and to tell them apart takes longer than all the rest. */
  #used(budget: Bytes): Bytes | null {
    const parents = memoryParents();
    const charged = sum(parents.map(chargedTo));
    return charged === null || charged < budget / 2 ? charged : sum(parents.map(heldBy));
  }
}

export const admission = new Admission();
