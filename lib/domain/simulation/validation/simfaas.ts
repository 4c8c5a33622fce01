import { studentT } from '../../statistics/mean.ts';
import { SimulationInput } from '../input.ts';
import { SIMFAAS_RUNS, type SimFaasRun } from '../published/simfaas.ts';
import type { SimulationResult } from '../result.ts';
import { simulateNow } from '../simulate.ts';

/** A figure that SimFaaS printed beside as many runs of ours, as long as its own. */
export interface SimFaasRow {
  run: string;
  figure: keyof SimFaasRun['printed'];
  printed: number;
  mean: number;
  /** Where 95% of single runs lie. */
  interval: readonly [number, number];
  within: boolean;
  /** Distance from our mean in standard deviations of a run. */
  deviations: number;
}

export interface SimFaasTable {
  rows: SimFaasRow[];
  within: number;
  /** Deviations that the farthest of so many figures stays below with 95% (Bonferroni; none is quite independent). */
  bound: number;
  allWithinBound: boolean;
}

const FIGURES: Record<keyof SimFaasRun['printed'], (result: SimulationResult) => number> = {
  coldProbability: (result) => result.coldStartProbability.value,
  instances: (result) => result.meanInstances.value,
  running: (result) => result.meanBusyInstances.value,
  idle: (result) => result.meanIdleInstances.value,
  // Every instance lives from its cold start on.
  lifespanMs: (result) => (result.meanInstances.value * result.simulatedMs) / result.cold,
};

/** Two-sided quantile of the normal distribution for 5% spread over 16 figures: 1 - 0.05 / 32. */
const BOUND_OF_16 = 2.955;

/** Enough to know the spread of a run within 5%; fewer of the long one, whose figures lie far inside. */
const MOST_REPEATS = 200;
const REQUESTS = 20_000_000;

/** Many runs of each of SimFaaS's, as long as theirs, with other seeds; about so many requests of each. */
export function simFaasAgreement(requests = REQUESTS, mostRepeats = MOST_REPEATS): SimFaasTable {
  const repeatsOf = (run: SimFaasRun) =>
    Math.min(mostRepeats, Math.ceil(requests / ((run.ratePerSecond * run.durationMs) / 1000)));
  const rows = SIMFAAS_RUNS.flatMap((run) => rowsOf(run, repeatsOf(run)));
  return {
    rows,
    within: rows.filter((row) => row.within).length,
    bound: BOUND_OF_16,
    allWithinBound: rows.every((row) => Math.abs(row.deviations) <= BOUND_OF_16),
  };
}

function rowsOf(run: SimFaasRun, repeats: number): SimFaasRow[] {
  const results = Array.from({ length: repeats }, (_, index) => simulateNow(inputOf(run, index + 1)));
  return Object.entries(run.printed).map(([name, printed]) => {
    const figure = name as keyof SimFaasRun['printed'];
    return rowOf(run.name, figure, printed, results.map(FIGURES[figure]));
  });
}

function rowOf(
  run: string,
  figure: keyof SimFaasRun['printed'],
  printed: number,
  values: readonly number[],
): SimFaasRow {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  // A single further run, not our mean, is what theirs is: hence 1 + 1/n.
  const half = studentT(n - 1) * spread * Math.sqrt(1 + 1 / n);
  const interval = [mean - half, mean + half] as const;
  const within = printed >= interval[0] && printed <= interval[1];
  return { run, figure, printed, mean, interval, within, deviations: (printed - mean) / spread };
}

const inputOf = (run: SimFaasRun, seed: number): SimulationInput =>
  SimulationInput.parse({
    arrivals: { kind: 'poisson', ratePerSecond: run.ratePerSecond },
    platform: {
      kind: 'functions',
      warm: { kind: 'exponential', meanMs: run.warmMs },
      cold: { kind: 'exponential', meanMs: run.coldMs },
      keepAlive: { kind: 'fixed', ms: run.keepAliveMs },
    },
    durationMs: run.durationMs,
    seed,
  });
