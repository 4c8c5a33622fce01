import {
  containerMonth,
  functionMonth,
  type SimulatedMonths,
} from '#lib/domain/calibration/simulated-bill.ts';
import type { GrowthStep } from '#lib/domain/charts/simulation-growth.ts';
import type { BothResults } from '#lib/domain/charts/simulation-line.ts';
import { type Problem, toProblem } from '#lib/domain/errors.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import { scaleArrivals } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { mainJobs, REPEATS } from './all-jobs.ts';
import { FACTORS, growthJobs } from './growth-jobs.ts';
import type { Job } from './jobs.ts';
import type { Scenario } from './scenario.ts';

/** What a simulation was made from, kept beside its results. */
export interface Simulated {
  scenario: Scenario;
  /** Tells whether the form has changed since. */
  mark: string;
  reduced: ReadonlyMap<number, string | null>;
}

/** The scenario itself, then the same traffic up to a thousand times. */
export function jobsOf(
  scenario: Scenario,
  arrivals: Arrivals,
  mark: string,
): { jobs: Job[]; about: Simulated } {
  const scaled = scaleArrivals(arrivals, scenario.numbers.x);
  const steps = FACTORS.map((factor) => ({ factor, ...growthJobs(scenario, scaled, factor) }));
  return {
    jobs: [...mainJobs(scenario, scaled), ...steps.flatMap(({ jobs }) => jobs)],
    about: { scenario, mark, reduced: new Map(steps.map(({ factor, reduced }) => [factor, reduced])) },
  };
}

type Results = ReadonlyMap<string, SimulationResult>;

/** Both sides of a job's name; null until both are there. */
function bothOf(results: Results, name: string): BothResults | null {
  const [fn, container] = [results.get(`${name} function`), results.get(`${name} container`)];
  return fn === undefined || container === undefined ? null : { function: fn, container };
}

export interface Outcome {
  results: BothResults;
  months: SimulatedMonths;
}

const replicaOf = ({ numbers }: Scenario) => ({ vcpu: numbers.v, minimum: numbers.n });

const monthsOf = (results: BothResults, scenario: Scenario): SimulatedMonths => ({
  function: functionMonth(results.function),
  container: containerMonth(results.container, replicaOf(scenario)),
});

/** The scenario's own results with their bills, or why there is no bill; null until both sides are there. */
export function outcomeOf(results: Results, { scenario }: Simulated): Outcome | Problem | null {
  const both = bothOf(results, 'main');
  if (both === null) return null;
  try {
    return { results: both, months: monthsOf(both, scenario) };
  } catch (error) {
    return toProblem(error);
  }
}

export const isOutcome = (outcome: Outcome | Problem): outcome is Outcome => 'results' in outcome;

/** The scenario itself, then the steps that are there, ascending. */
export const growthOf = (results: Results, { scenario, reduced }: Simulated): GrowthStep[] =>
  [1, ...FACTORS].flatMap((factor) => {
    const both = bothOf(results, factor === 1 ? 'main' : `growth ${factor}`);
    if (both === null) return [];
    return { factor, results: both, months: monthsOf(both, scenario), reduced: reduced.get(factor) ?? null };
  });

/** Every repetition of the measured run that is there. */
export const replaysOf = (results: Results, side: Side): SimulationResult[] =>
  Array.from({ length: REPEATS }, (_, repeat) => results.get(`replay ${repeat} ${side}`)).filter(
    (result) => result !== undefined,
  );
