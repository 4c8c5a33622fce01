import { CrossoverError } from '#lib/domain/errors.ts';
import {
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

/** The room of one sandbox on this machine, from before it is started until nothing of it is left. */
export interface Room {
  /** `end` ends it when the machine is short before it has answered. */
  onShort(end: () => void): void;
  /** It has answered: from now on it counts with what it really uses. */
  answered(): void;
  release(): void;
}

/** An idle environment that is being ended for others. */
export interface Leaving {
  /** Expected to become free; 0 where nobody counts it. */
  memory: Bytes;
  gone: Promise<unknown>;
}

/** Ends the idle environment of a deployment that was used least recently; null when none is idle. */
export type Shed = () => Leaving | null;

const sum = (some: readonly (number | null)[]): number | null =>
  some.reduce<number | null>((all, one) => (one === null ? all : (all ?? 0) + one), null);

/** Lets sandboxes of both sides start as long as the machine has room for them. */
class Admission {
  #promised: Bytes = 0;
  #leaving: Bytes = 0;
  readonly #sheds = new Set<Shed>();
  /** Ends of those that have not answered yet, the newest last. */
  readonly #unanswered = new Set<{ end: () => void }>();
  #timer: NodeJS.Timeout | undefined;

  /** Deployments whose idle environments may be ended before anybody is refused; until the answered function is called. */
  onShortage(shed: Shed): () => void {
    this.#sheds.add(shed);
    return () => void this.#sheds.delete(shed);
  }

  /** @throws CrossoverError `machine-memory`, `machine-processes` */
  take(memory: MiB): Room {
    for (;;) {
      const state = this.#state();
      const shortage = shortageFor(memory, state);
      if (shortage === null) return this.#room(memory * 1024 * 1024 * PROMISED_SHARE);
      const freed = this.#shedOne() ?? 0;
      // An end that frees nothing countable now helps the next one; to end all others would not help this one.
      if (freed === 0 || shortage === 'machine-processes')
        throw new CrossoverError(refusalOf(shortage, state));
    }
  }

  #room(promised: Bytes): Room {
    const place = { end: () => {} };
    this.#unanswered.add(place);
    this.#promised += promised;
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY).unref();
    const answered = (): void => {
      if (this.#unanswered.delete(place)) this.#promised -= promised;
    };
    const onShort = (end: () => void): void => {
      place.end = end;
    };
    return { answered, release: answered, onShort };
  }

  /**
   * A group that is full of what the kernel cannot take back reads its programs from the disk again and again, and
   * nothing in it gets anywhere for minutes before the kernel kills. So one goes at each look: an idle one, or the newest
   * that has not answered.
   */
  #look(): void {
    if (this.#unanswered.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const budget = memoryBudgetOf(ownMemory().total);
    if (!isNearlyFull(this.#used(budget), budget) || this.#shedOne() !== null) return;
    const newest = [...this.#unanswered].at(-1);
    if (newest === undefined) return;
    newest.end();
  }

  /** Memory that is expected to become free of it; null when none is idle. */
  #shedOne(): Bytes | null {
    for (const shed of this.#sheds) {
      const leaving = shed();
      if (leaving === null) continue;
      // The next one is asked first the next time.
      this.#sheds.delete(shed);
      this.#sheds.add(shed);
      this.#leaving += leaving.memory;
      void leaving.gone.then(() => {
        this.#leaving -= leaving.memory;
      });
      return leaving.memory;
    }
    return null;
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
      promised: this.#promised,
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
