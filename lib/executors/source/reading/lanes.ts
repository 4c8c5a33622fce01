import { CrossoverError } from '#lib/domain/errors.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { SourceFile } from '#lib/domain/workload/workload.ts';
import type { Inputs, Output, Task } from './messages.ts';
import { Reader } from './reader.ts';

export interface Limits {
  /** Of a first try. It bounds for how long one user's code holds the next user's. */
  quick: Ms;
  /** Of a second try, beside the first tries of others; a million lines take a second. */
  patient: Ms;
}
export const LIMITS: Limits = { quick: 1_000, patient: 10_000 };
/** A reader that nobody has asked for so long is ended. */
const IDLE: Ms = 300_000;

interface Turn {
  /** Characters of the code. */
  size: number;
  begin: () => void;
}

const sizeOf = ({ files }: { files: readonly SourceFile[] }): number =>
  files.reduce((sum, { content }) => sum + content.length, 0);

/** One reader at a time, which is asked one question after another, the one of the least code first. */
class Lane {
  readonly #limit: Ms;
  #reader: Reader | null = null;
  #isBusy = false;
  /** The one with the least code first. */
  readonly #waiting: Turn[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(limit: Ms) {
    this.#limit = limit;
  }

  /** Null when the code took too long or too much memory. @throws CrossoverError as the task */
  async ask<T extends Task>(task: T, input: Inputs[T]): Promise<Output<T> | null> {
    await this.#turn(sizeOf(input));
    try {
      return await this.#asked(task, input);
    } finally {
      this.#over();
    }
  }

  end(): void {
    clearTimeout(this.#idle);
    this.#reader?.end();
  }

  /** Only much code can hold the reader to its limit: a crowd of it holds little code up for one try, not for all. */
  #turn(size: number): Promise<void> | void {
    if (!this.#isBusy) {
      this.#isBusy = true;
      return;
    }
    const { promise, resolve: begin } = Promise.withResolvers<void>();
    const larger = this.#waiting.findIndex((other) => other.size > size);
    this.#waiting.splice(larger < 0 ? this.#waiting.length : larger, 0, { size, begin });
    return promise;
  }

  #over(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isBusy = false;
    else next.begin();
  }

  async #asked<T extends Task>(task: T, input: Inputs[T]): Promise<Output<T> | null> {
    clearTimeout(this.#idle);
    try {
      const old = this.#reader;
      const reader = old === null || old.isOver ? await this.#startOne() : old;
      const output = await reader.ask(task, input, this.#limit);
      // One that had read other code before may have died without this code's doing: what that does shows a fresh one.
      if (output !== null || reader !== old || !reader.died) return output;
      return await (await this.#startOne()).ask(task, input, this.#limit);
    } finally {
      this.#idle = setTimeout(() => this.end(), IDLE);
      this.#idle.unref();
    }
  }

  async #startOne(): Promise<Reader> {
    this.#reader = await Reader.start();
    return this.#reader;
  }
}

/**
 * Reads code where that can be thrown away: in processes with limits of time and memory, started anew after their
 * end. Code that is not read quickly is tried again in a lane of its own, so that it holds nobody but its like.
 */
export class Lanes implements Disposable {
  readonly #quick: Lane;
  readonly #patient: Lane;

  constructor({ quick, patient }: Limits = LIMITS) {
    this.#quick = new Lane(quick);
    this.#patient = new Lane(patient);
  }

  /** @throws CrossoverError as the task; `code-not-read` when it takes too long or too much memory */
  async read<T extends Task>(task: T, input: Inputs[T]): Promise<Output<T>> {
    const first = await this.#quick.ask(task, input);
    const output = first ?? (await this.#patient.ask(task, input));
    if (output === null) throw notRead();
    return output;
  }

  [Symbol.dispose](): void {
    this.#quick.end();
    this.#patient.end();
  }
}

export const NOT_READ = 'code-not-read';
const notRead = (): CrossoverError =>
  new CrossoverError({
    code: NOT_READ,
    owner: 'yours',
    message: 'The code could not be read: that takes too long or too much memory.',
    remedy: 'Give less code, in smaller files that are less deeply nested.',
  });
