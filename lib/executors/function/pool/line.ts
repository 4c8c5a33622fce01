import type { Ms } from '#lib/domain/units.ts';
import type { Incoming } from '../protocol/messages.ts';
import { Alarm } from './alarm.ts';
import type { Ending } from './ending.ts';

/** What the sandbox answered, or how its environment ended instead. */
export type Result = { message: Incoming } | { ending: Ending };

/** What came of one exchange with the sandbox. */
export type Exchange = Result & {
  /** Since it was handed over. */
  elapsed: Ms;
  /** Of that, behind others. */
  waited: Ms;
  log: string;
};

export interface Asked {
  /** Counts the requests of one environment; 0 for what is no request. */
  number: number;
  /** By which its answer is known; null for what is no request. */
  id: string | null;
  /** Once it is its turn. */
  limit: Ms;
  late: () => Ending;
  settle: (result: Result, elapsed: Ms, waited: Ms) => void;
  /** Nothing of it was done, and nothing will be; null for what is never taken back. */
  back: (() => void) | null;
}

interface InLine extends Asked {
  since: Ms;
  turn: Ms;
}

/** The first of several is to be answered within this time, or the others go elsewhere. */
const PATIENCE: Ms = 1;

/** What an environment is asked: the first is being served, the others wait their turn. */
export class Line {
  readonly #line: InLine[] = [];
  readonly #limit: Alarm;
  readonly #patience: Alarm;

  /** `late`: the first has used up its limit. `impatient`: others have waited behind it for long enough. */
  constructor(late: () => void, impatient: () => void) {
    this.#limit = new Alarm(late);
    this.#patience = new Alarm(impatient);
  }

  get length(): number {
    return this.#line.length;
  }

  get first(): Asked | null {
    return this.#line[0] ?? null;
  }

  add(asked: Asked): void {
    const now = performance.now();
    this.#line.push({ ...asked, since: now, turn: now });
    if (this.#line.length === 1) this.#limit.set(asked.limit);
    if (this.#line.length === 2) this.#patience.set(PATIENCE);
  }

  /** The first has come to an end. */
  settle(result: Result): void {
    const first = this.#line.shift();
    if (first === undefined) return;
    const now = performance.now();
    this.#next(now);
    first.settle(result, now - first.since, first.turn - first.since);
  }

  #next(now: Ms): void {
    const [first, second] = this.#line;
    if (second === undefined) this.#patience.off();
    else this.#patience.set(PATIENCE);
    if (first === undefined) {
      this.#limit.off();
      return;
    }
    first.turn = now;
    this.#limit.set(first.limit);
  }

  /** False when one of the numbers does not wait behind the first; those before it were given back then. */
  giveBack(numbers: readonly number[]): boolean {
    for (const number of numbers) {
      const index = this.#line.findIndex((asked) => asked.number === number);
      const back = this.#line[index]?.back;
      if (index < 1 || back === null || back === undefined) return false;
      this.#line.splice(index, 1);
      back();
    }
    if (this.#line.length < 2) this.#patience.off();
    return true;
  }

  close(): void {
    this.#limit.close();
    this.#patience.close();
  }
}
