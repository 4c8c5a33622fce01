import type { Ms, PerSecond } from '../../units.ts';

/** What a run of SimFaaS printed. */
export interface SimFaasRun {
  name: string;
  ratePerSecond: PerSecond;
  warmMs: Ms;
  coldMs: Ms;
  keepAliveMs: Ms;
  /** How long it ran. */
  durationMs: Ms;
  printed: {
    coldProbability: number;
    instances: number;
    running?: number;
    idle?: number;
    lifespanMs?: Ms;
  };
}

const notebook = (ratePerSecond: PerSecond, coldProbability: number, instances: number): SimFaasRun => ({
  name: `notebook, ${ratePerSecond}/s`,
  ratePerSecond,
  warmMs: 1981.3,
  coldMs: 2303.7,
  keepAliveMs: 600_000,
  durationMs: 1e9,
  printed: { coldProbability, instances },
});

const FIRST = notebook(0.001863, 0.352343, 0.663677);

/**
 * SimFaaS's own output: its README, and the first five rows of examples/04-Experiment-Comparison.ipynb,
 * whose cell sets max_time to 10^6 s. Source: pacslab/simfaas@5dd1623 (MIT). The README's run had 898,469
 * requests and 1,213 cold starts (0.00135; printed as 0.0014), so it lasted about 10^6 s as well.
 */
export const SIMFAAS_RUNS: readonly SimFaasRun[] = [
  {
    name: 'README, 0.9/s',
    ratePerSecond: 0.9,
    warmMs: 1991,
    coldMs: 2244,
    keepAliveMs: 600_000,
    durationMs: 1e9,
    printed: {
      coldProbability: 1213 / 898_469,
      instances: 7.6612,
      running: 1.7879,
      idle: 5.8733,
      lifespanMs: 6_335_133.7,
    },
  },
  { ...FIRST, printed: { ...FIRST.printed, running: 0.003724 } },
  notebook(0.002458, 0.216185, 0.799057),
  notebook(0.002882, 0.180859, 0.826353),
  notebook(0.003453, 0.136205, 0.893272),
  notebook(0.004248, 0.083253, 0.946681),
];
