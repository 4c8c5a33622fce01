import { CrossoverError } from '#lib/domain/errors.ts';
import {
  type MachineState,
  memoryBudgetOf,
  PROMISED_SHARE,
  refusalOf,
  shortageFor,
} from '#lib/domain/execution/machine-budget.ts';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { chargedTo, heldBy } from './memory.ts';
import { memoryParents, ownMemory, processBudget, processesTogether } from './together.ts';

/** The room of one sandbox on this machine, from before it is started until nothing of it is left. */
export interface Room {
  /** It has answered: from now on it counts with what it really uses. */
  answered(): void;
  release(): void;
}

/** An idle environment that is being ended for others. */
export interface Leaving {
  /** Expected to become free. */
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
      if (!this.#shedOne()) throw new CrossoverError(refusalOf(shortage, state));
    }
  }

  #room(promised: Bytes): Room {
    let open = true;
    this.#promised += promised;
    const answered = (): void => {
      if (open) this.#promised -= promised;
      open = false;
    };
    return { answered, release: answered };
  }

  #shedOne(): boolean {
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
      return true;
    }
    return false;
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
