import type { Ms, PerSecond, Share } from '../../units.ts';

/** A steady-state experiment on AWS Lambda with what the analytic model said of it. */
export interface LambdaExperiment {
  ratePerSecond: PerSecond;
  coldProbability: Share;
  /** Standard error of the observed probability, as published. */
  standardError: Share;
  instances: number;
  analytic: { coldProbability: Share; instances: number };
}

/**
 * Real experiments of about 28 h each with Poisson arrivals, 2020. Source: pacslab/simfaas@5dd1623
 * examples/exp.csv (MIT), 7 of its 20 rows. `analytic`: pacsltk perfmodel.py (MIT) of the same authors, run
 * with the rates of the table and the mean service times below.
 */
export const LAMBDA_EXPERIMENTS: {
  warmMs: Ms;
  coldMs: Ms;
  keepAliveMs: Ms;
  rows: readonly LambdaExperiment[];
} = {
  warmMs: 1981.3,
  coldMs: 2303.7,
  keepAliveMs: 600_000,
  rows: [
    row(0.001863, 0.342988, 0.031763, 0.6742, 0.366514, 0.6374),
    row(0.002882, 0.145431, 0.024181, 0.7795, 0.200628, 0.8094),
    row(0.004248, 0.07948, 0.012393, 0.9459, 0.090888, 0.9322),
    row(0.007851, 0.033821, 0.005196, 1.1291, 0.023356, 1.055),
    row(0.05012, 0.008542, 0.000936, 2.1136, 0.010063, 2.023),
    row(0.100377, 0.005658, 0.000416, 2.8888, 0.007393, 2.6032),
    row(0.301791, 0.002939, 0.0002, 4.4218, 0.00257, 4.3091),
  ],
};

function row(
  ratePerSecond: PerSecond,
  coldProbability: Share,
  standardError: Share,
  instances: number,
  analyticCold: Share,
  analyticInstances: number,
): LambdaExperiment {
  const analytic = { coldProbability: analyticCold, instances: analyticInstances };
  return { ratePerSecond, coldProbability, standardError, instances, analytic };
}
