import { toProblem } from '#lib/domain/errors.ts';
import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { ForcedStarts } from '#lib/domain/report/starts.ts';
import type { Ms } from '#lib/domain/units.ts';
import { watchedProblem } from '#lib/server/shown-problem.ts';
import type { EngineClock } from '../clock.ts';

/** Longer than this nobody waits for the starts of one side. */
export const MOST_TIME: Ms = 10_000;

export interface ForcedStartsOptions {
  deployments: Record<Side, Deployment>;
  /** Starts wanted on each side. */
  count: number;
  clock: EngineClock;
  signal: AbortSignal;
  doing(text: string): Promise<void>;
}

/**
 * Starts environments and replicas while nothing is sent, the sides in turn so that the machine's drift hits both:
 * `count` on each side, fewer where a side has used up its time or a start failed.
 */
export async function forceStarts(options: ForcedStartsOptions): Promise<Record<Side, ForcedStarts>> {
  const { count, signal, doing } = options;
  const sides: Record<Side, Tally> = { function: new Tally(), container: new Tally() };
  if (count > 0) await doing(`Starting each side up to ${count} times, to see how long a start takes`);
  for (let round = 0; round < count; round += 1) {
    for (const side of SIDES) {
      signal.throwIfAborted();
      if (sides[side].open) await sides[side].start(options.deployments[side], options.clock);
    }
  }
  signal.throwIfAborted();
  return { function: sides.function.result(count), container: sides.container.result(count) };
}

class Tally {
  readonly #times: Ms[] = [];
  #spent: Ms = 0;
  #problem: string | null = null;

  get open(): boolean {
    return this.#problem === null && this.#spent < MOST_TIME;
  }

  async start(deployment: Deployment, clock: EngineClock): Promise<void> {
    const began = clock.now();
    try {
      this.#times.push(await deployment.forceStart());
    } catch (error) {
      this.#problem = watchedProblem(toProblem(error), 'a start on purpose').message;
    }
    this.#spent += clock.now() - began;
  }

  result(wanted: number): ForcedStarts {
    return { wanted, times: this.#times, problem: this.#problem };
  }
}
