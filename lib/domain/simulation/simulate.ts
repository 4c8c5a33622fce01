import type { ArrivalSource } from '../load/arrival-source.ts';
import type { Ms, Share } from '../units.ts';
import { arrivalCount, sourceOf } from './arrivals.ts';
import { FEWEST_POINTS, History } from './history.ts';
import type { SimulationInput } from './input.ts';
import { createPlatform } from './platform.ts';
import type { Platform } from './platform-state.ts';
import { type SimulationResult, summarise } from './result.ts';

/** Requests handled at once: blocks fit the processor's cache and are long enough to drown their overhead. */
const BLOCK = 4096;
const BLOCKS_PER_STEP = 32;

export interface SimulationProgress {
  requests: number;
  simulatedMs: Ms;
  share: Share;
}

/**
 * Runs a simulation in steps of about 130,000 requests (some 20 ms), so that whoever drives it can show
 * progress, let others have the processor, or stop by not going on. The same input gives the same result.
 */
export function* simulate(input: SimulationInput): Generator<SimulationProgress, SimulationResult> {
  const run = new Run(input);
  for (let block = 1; run.more(); block++) if (block % BLOCKS_PER_STEP === 0) yield run.progress();
  return run.finish();
}

/** To the end in one go. */
export function simulateNow(input: SimulationInput): SimulationResult {
  const steps = simulate(input);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/**
 * To the end with pauses, for a worker or a page. `pause` lets other work happen, e.g. a message that
 * cancels. Throws the signal's reason when it is aborted.
 */
export async function simulateInSteps(
  input: SimulationInput,
  options: {
    pause: () => Promise<void>;
    signal?: AbortSignal;
    onProgress?: (progress: SimulationProgress) => void;
  },
): Promise<SimulationResult> {
  const steps = simulate(input);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    options.onProgress?.(step.value);
    await options.pause();
    options.signal?.throwIfAborted();
  }
}

class Run {
  readonly #input: SimulationInput;
  readonly #platform: Platform;
  readonly #source: ArrivalSource;
  readonly #times = new Float64Array(BLOCK);
  readonly #mostRequests: number;
  readonly #until: Ms;
  #history: History | null = null;
  #requests = 0;
  #at: Ms = 0;

  constructor(input: SimulationInput) {
    this.#input = input;
    this.#platform = createPlatform(input.platform, input.seed, BLOCK);
    this.#source = sourceOf(input.arrivals, input.seed);
    this.#mostRequests = input.requests ?? Number.POSITIVE_INFINITY;
    this.#until = input.durationMs ?? Number.POSITIVE_INFINITY;
  }

  /** Simulates a block; false when it was the last. */
  more(): boolean {
    const filled = this.#source.fill(this.#times);
    const wanted = Math.min(filled, this.#mostRequests - this.#requests);
    const count = this.#before(this.#until, wanted);
    this.#serve(count);
    this.#requests += count;
    return count === BLOCK && this.#requests < this.#mostRequests;
  }

  /** How many of the first `count` instants lie before `end`. */
  #before(end: Ms, count: number): number {
    if ((this.#times[count - 1] ?? 0) < end) return count;
    const first = this.#times.subarray(0, count).findIndex((at) => at >= end);
    return first < 0 ? count : first;
  }

  #serve(count: number): void {
    const history = this.#historyFrom(count);
    const last = this.#times[count - 1] ?? this.#at;
    let done = 0;
    while (history.due <= last) {
      const part = done + this.#times.subarray(done, count).findIndex((at) => at >= history.due);
      this.#platform.run(this.#times, done, part);
      done = part;
      history.add(this.#platform.state(history.due));
    }
    this.#platform.run(this.#times, done, count);
    this.#at = last;
  }

  /** Without a known end, the length of the first block is the first guess; the steps double as needed. */
  #historyFrom(count: number): History {
    const length = Number.isFinite(this.#until) ? this.#until : (this.#times[count - 1] ?? 0);
    this.#history ??= new History(Math.max(1, length / FEWEST_POINTS));
    return this.#history;
  }

  progress(): SimulationProgress {
    const share = Math.max(this.#requests / this.#mostRequests, this.#at / this.#until);
    const known = this.#requests / arrivalCount(this.#input.arrivals);
    return { requests: this.#requests, simulatedMs: this.#at, share: Math.min(1, Math.max(share, known)) };
  }

  finish(): SimulationResult {
    const end = Number.isFinite(this.#until) && this.#requests < this.#mostRequests ? this.#until : this.#at;
    const history = this.#historyFrom(0);
    while (history.due < end) history.add(this.#platform.state(history.due));
    // A point at the very end was taken before the last arrival.
    const points = [...history.points.filter(({ at }) => at < end), this.#platform.state(end)];
    return summarise(this.#input, points, this.#platform);
  }
}
