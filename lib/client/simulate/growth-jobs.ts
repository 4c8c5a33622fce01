import { requestsOf, shapeMs } from '#lib/domain/charts/simulation-traffic.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { arrivalCount, scaleArrivals } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import type { Ms, PerSecond } from '#lib/domain/units.ts';
import type { Job } from './jobs.ts';
import type { Scenario } from './scenario.ts';
import { settledAt } from './settled.ts';

/** Up to a thousand times the traffic, in even steps of the logarithm; once is the scenario itself. */
export const FACTORS = [3, 10, 30, 100, 300, 1000] as const;

/** Requests of one step and side: what a browser simulates within a second or two. */
const MOST_REQUESTS = 1_000_000;

/** What a step simulates, and what had to be given up for it to end soon. */
interface Step {
  arrivals: Arrivals;
  durationMs: Ms | null;
  expected: number;
  reduced: string | null;
  /** The rate, where it stays: instances and replicas begin as many as it needs. */
  steady: PerSecond | null;
}

/** The jobs of one factor on both sides; keys are `growth factor side`. */
export function growthJobs(
  scenario: Scenario,
  arrivals: Arrivals,
  factor: number,
): { jobs: Job[]; reduced: string | null } {
  const step = stepOf(scaleArrivals(arrivals, factor), scenario.durationMs);
  return {
    reduced: step.reduced,
    jobs: SIDES.map((side) => ({
      key: `growth ${factor} ${side}`,
      words: `${factor.toLocaleString('en-US')} times the traffic`,
      arrivals: step.arrivals,
      compression: scenario.numbers.fast,
      platform:
        step.steady === null
          ? scenario[side]
          : settledAt(scenario[side], step.steady * scenario.numbers.fast),
      durationMs: step.durationMs,
      seed: scenario.seed,
      expected: step.expected,
    })),
  };
}

/**
 * The whole time where it is short enough; else as many whole turns of the shape as fit; else the mean
 * rate without the shape, which says so.
 */
function stepOf(arrivals: Arrivals, durationMs: Ms): Step {
  if (arrivals.kind === 'times' || arrivals.kind === 'counts') return recordedStep(arrivals);
  const requests = requestsOf(arrivals, durationMs);
  const mean = (requests * 1000) / durationMs;
  const fits = (durationMs * MOST_REQUESTS) / requests;
  if (!Number.isFinite(shapeMs(arrivals))) {
    const length = Math.min(durationMs, fits);
    return {
      arrivals,
      durationMs: length,
      expected: (mean * length) / 1000,
      reduced: fits < durationMs ? PART : null,
      steady: mean,
    };
  }
  if (requests <= MOST_REQUESTS)
    return { arrivals, durationMs, expected: requests, reduced: null, steady: null };
  const turns = Math.floor(fits / shapeMs(arrivals));
  if (turns >= 1) {
    const length = turns * shapeMs(arrivals);
    return { arrivals, durationMs: length, expected: MOST_REQUESTS, reduced: PART, steady: null };
  }
  const poisson: Arrivals = { kind: 'poisson', ratePerSecond: mean };
  return { arrivals: poisson, durationMs: fits, expected: MOST_REQUESTS, reduced: SHAPELESS, steady: mean };
}

const PART = 'a part of the time';
const SHAPELESS = 'mean rate, without the shape';

function recordedStep(arrivals: Extract<Arrivals, { kind: 'times' | 'counts' }>): Step {
  const requests = arrivalCount(arrivals);
  if (requests <= MOST_REQUESTS)
    return { arrivals, durationMs: null, expected: requests, reduced: null, steady: null };
  const whole =
    arrivals.kind === 'counts' ? arrivals.counts.length * arrivals.intervalMs : (arrivals.atMs.at(-1) ?? 0);
  const fits = (whole * MOST_REQUESTS) / requests;
  return {
    arrivals,
    durationMs: fits,
    expected: MOST_REQUESTS,
    reduced: 'the first part of the trace',
    steady: null,
  };
}
