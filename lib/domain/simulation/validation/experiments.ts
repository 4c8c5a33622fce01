import type { Measured } from '../../statistics/measured.ts';
import type { PerSecond, Share } from '../../units.ts';
import { SimulationInput } from '../input.ts';
import { LAMBDA_EXPERIMENTS, type LambdaExperiment } from '../published/lambda-experiments.ts';
import { simulateNow } from '../simulate.ts';

/** One figure of one experiment, three times; errors relative to what was observed. */
export interface ErrorCell {
  observed: number;
  simulated: Measured;
  analytic: number;
  simulatedError: Share;
  analyticError: Share;
}

export interface ErrorRow {
  ratePerSecond: PerSecond;
  cold: ErrorCell;
  instances: ErrorCell;
}

export interface ErrorTable {
  rows: ErrorRow[];
  /** Mean absolute errors relative to the observed. */
  mean: Record<'cold' | 'instances', { simulated: Share; analytic: Share }>;
}

const REQUESTS = 1_000_000;

/** The steady-state experiments on AWS Lambda beside the simulator and the analytic model. */
export function experimentErrors(seed: number, requests = REQUESTS): ErrorTable {
  const rows = LAMBDA_EXPERIMENTS.rows.map((row) => errorRow(row, seed, requests));
  const mean = (figure: 'cold' | 'instances') => ({
    simulated: average(rows.map((row) => row[figure].simulatedError)),
    analytic: average(rows.map((row) => row[figure].analyticError)),
  });
  return { rows, mean: { cold: mean('cold'), instances: mean('instances') } };
}

function errorRow(row: LambdaExperiment, seed: number, requests: number): ErrorRow {
  const { warmMs, coldMs, keepAliveMs } = LAMBDA_EXPERIMENTS;
  const result = simulateNow(
    SimulationInput.parse({
      arrivals: { kind: 'poisson', ratePerSecond: row.ratePerSecond },
      platform: {
        kind: 'functions',
        warm: { kind: 'exponential', meanMs: warmMs },
        cold: { kind: 'exponential', meanMs: coldMs },
        keepAlive: { kind: 'fixed', ms: keepAliveMs },
      },
      requests,
      seed,
    }),
  );
  return {
    ratePerSecond: row.ratePerSecond,
    cold: cell(row.coldProbability, result.coldStartProbability, row.analytic.coldProbability),
    instances: cell(row.instances, result.meanInstances, row.analytic.instances),
  };
}

function cell(observed: number, simulated: Measured, analytic: number): ErrorCell {
  const error = (value: number): Share => Math.abs(value - observed) / observed;
  return {
    observed,
    simulated,
    analytic,
    simulatedError: error(simulated.value),
    analyticError: error(analytic),
  };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
