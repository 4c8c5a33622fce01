import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { requestsOf } from '#lib/domain/charts/simulation-traffic.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import { arrivalCount } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals, SimulationInput } from '#lib/domain/simulation/input.ts';
import type { Job } from './jobs.ts';
import type { Scenario } from './scenario.ts';

/** The run again, so often with other seeds: chance is seen, and it takes a blink. */
export const REPEATS = 11;

/** Both sides of the scenario as the form says it. */
export function mainJobs(scenario: Scenario, arrivals: Arrivals): Job[] {
  const recorded = arrivals.kind === 'times' || arrivals.kind === 'counts';
  return SIDES.map((side) => ({
    key: `main ${side}`,
    words: side === 'function' ? 'Simulating functions' : 'Simulating containers',
    arrivals: arrivals,
    compression: scenario.numbers.fast,
    platform: scenario[side],
    durationMs: recorded ? null : scenario.durationMs,
    seed: scenario.seed,
    expected: recorded ? arrivalCount(arrivals) : requestsOf(arrivals, scenario.durationMs),
  }));
}

/** The measured run simulated as it was: its arrivals, its keep-alive, its limits; keys are `replay number side`. */
export function replayJobs(calibration: Calibration): Job[] {
  // One list for all repetitions: what is sent to the worker holds it once.
  const arrivals = {
    function: replayed(calibration, 'function'),
    container: replayed(calibration, 'container'),
  };
  return Array.from({ length: REPEATS }, (_, repeat) =>
    SIDES.map((side) => ({
      key: `replay ${repeat} ${side}`,
      words: 'Simulating the measured run',
      arrivals: arrivals[side],
      compression: 1,
      platform: PLATFORM[side](calibration),
      durationMs: null,
      seed: repeat + 1,
      expected: calibration.sides[side].arrivalsMs.length,
    })),
  ).flat();
}

const replayed = (calibration: Calibration, side: Side): Arrivals => ({
  kind: 'times',
  atMs: [...calibration.sides[side].arrivalsMs],
  copies: 1,
  repeats: 1,
});

const PLATFORM: Record<Side, (calibration: Calibration) => SimulationInput['platform']> = {
  function: ({ sides: { function: fn }, keepAliveSeconds, maxConcurrency, memoryMiB }) => ({
    kind: 'functions',
    warm: { kind: 'empirical', valuesMs: [...fn.serviceMs] },
    init: fn.initMs.length > 0 ? { kind: 'empirical', valuesMs: [...fn.initMs] } : { kind: 'fixed', ms: 0 },
    keepAlive: { kind: 'fixed', ms: keepAliveSeconds * 1000 },
    maxConcurrency,
    warmAtStart: Math.min(fn.warmAtStart, maxConcurrency),
    billingStepMs: 1,
    unbilledMs: fn.unbilledMs,
    memoryMiB,
  }),
  container: ({ sides: { container }, replicas, placesPerReplica, memoryMiB }) => ({
    kind: 'replicas',
    service: { kind: 'empirical', valuesMs: [...container.serviceMs] },
    start: { kind: 'fixed', ms: 0 },
    concurrency: placesPerReplica,
    scaling: { kind: 'fixed', replicas },
    memoryMiB,
  }),
};
