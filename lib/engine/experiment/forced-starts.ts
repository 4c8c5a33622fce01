import { toProblem } from '#lib/domain/errors.ts';
import type { ByCandidate } from '#lib/domain/execution/candidate.ts';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import type { ForcedStarts } from '#lib/domain/report/starts.ts';
import type { Ms } from '#lib/domain/units.ts';
import { watchedProblem } from '#lib/server/shown-problem.ts';
import type { EngineClock } from '../clock.ts';
import type { Deployed } from './deployed.ts';

/** Longer than this nobody waits for the starts of one candidate. */
export const MOST_TIME: Ms = 10_000;

export interface ForcedStartsOptions {
  candidates: readonly Deployed[];
  /** Starts wanted of each candidate. */
  count: number;
  clock: EngineClock;
  signal: AbortSignal;
  doing(text: string): Promise<void>;
}

/**
 * Starts environments and replicas while nothing is sent, the candidates in turn so that the machine's drift hits all alike:
 * `count` of each, fewer where one has used up its time or a start failed.
 */
export async function forceStarts(options: ForcedStartsOptions): Promise<ByCandidate<ForcedStarts>> {
  const { candidates, count, clock, signal, doing } = options;
  const tallies = candidates.map(({ id, deployment }) => ({ id, deployment, tally: new Tally() }));
  if (count > 0) await doing(`Starting each side up to ${count} times, to see how long a start takes`);
  for (let round = 0; round < count; round += 1) {
    for (const { deployment, tally } of tallies) {
      signal.throwIfAborted();
      if (tally.open) await tally.start(deployment, clock);
    }
  }
  signal.throwIfAborted();
  return Object.fromEntries(tallies.map(({ id, tally }) => [id, tally.result(count)]));
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
