import type { Sample } from '../../execution/sample.ts';
import { isGood, latencyOf } from '../../execution/sample.ts';
import { isMeasured, ranAtAll } from '../../report/candidate-report.ts';
import { meanWithInterval, studentT } from '../../statistics/mean.ts';
import type { Measured } from '../../statistics/measured.ts';
import { ascending, quantile } from '../../statistics/quantile.ts';
import { shareWithInterval } from '../../statistics/wilson.ts';
import type { SimulationResult } from '../result.ts';
import { simulate } from '../simulate.ts';
import type { Calibration, MeasuredRun } from './calibrate.ts';

export type ComparedUnit = 'ms' | 'share' | 'instances';

/** A figure of the run beside the same figure simulated. */
export interface ComparisonRow {
  figure: string;
  unit: ComparedUnit;
  /** Null: the run holds too few requests for it. */
  measured: Measured | null;
  /** Mean of the simulated runs; the interval is where 95% of them lie. */
  simulated: Measured;
  /** (simulated - measured) / measured; null without a measurement or when it is 0. */
  error: number | null;
  /** Whether the intervals overlap; null when the measurement has none. */
  agrees: boolean | null;
}

export interface ComparisonProgress {
  /** Simulated runs that are done, of all. */
  done: number;
  of: number;
}

interface Figure {
  figure: string;
  unit: ComparedUnit;
  measured: (samples: readonly Sample[]) => Measured | null;
  /** Null: nothing was answered. */
  simulated: (result: SimulationResult) => number | null;
}

const latencies = (samples: readonly Sample[]) => ascending(samples.filter(isGood).map(latencyOf));
const share = (samples: readonly Sample[], is: (sample: Sample) => boolean): Measured | null =>
  samples.length === 0 ? null : shareWithInterval(samples.filter(is).length, samples.length);

const FIGURES: readonly Figure[] = [
  {
    figure: 'latency p50',
    unit: 'ms',
    measured: (samples) => quantile(latencies(samples), 0.5),
    simulated: (result) => result.latency.all.p50,
  },
  {
    figure: 'latency p95',
    unit: 'ms',
    measured: (samples) => quantile(latencies(samples), 0.95),
    simulated: (result) => result.latency.all.p95,
  },
  {
    figure: 'latency p99',
    unit: 'ms',
    measured: (samples) => quantile(latencies(samples), 0.99),
    simulated: (result) => result.latency.all.p99,
  },
  {
    figure: 'cold starts',
    unit: 'share',
    measured: (samples) => share(samples.filter(ranAtAll), (sample) => sample.cold),
    simulated: (result) => result.coldStartProbability.value,
  },
  {
    figure: 'throttled',
    unit: 'share',
    measured: (samples) => share(samples, (sample) => sample.outcome === 'throttled'),
    simulated: (result) => result.throttledShare.value,
  },
  {
    figure: 'instances used',
    unit: 'instances',
    measured: (samples) => {
      const used = new Set(samples.flatMap(({ instanceId }) => (instanceId === null ? [] : [instanceId])));
      return { value: used.size, interval: null, samples: samples.length };
    },
    simulated: (result) => result.usage.peakInstances,
  },
];

const RUNS = 20;

/**
 * Simulates the measured run some times over, each with other draws, and puts it beside what was
 * measured. In steps, so that a worker can tell progress or stop by not going on.
 */
export function* compare(
  run: MeasuredRun,
  { input }: Calibration,
  runs = RUNS,
): Generator<ComparisonProgress, ComparisonRow[]> {
  const samples = run.samples.filter(isMeasured);
  const results: SimulationResult[] = [];
  for (let index = 0; index < runs; index++) {
    const steps = simulate({ ...input, seed: (input.seed + index) % 2 ** 32 });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        results.push(step.value);
        break;
      }
      yield { done: index, of: runs };
    }
    yield { done: index + 1, of: runs };
  }
  return FIGURES.flatMap((figure) => {
    const values = results.flatMap((result) => figure.simulated(result) ?? []);
    return values.length > 0 ? [rowOf(figure, samples, values)] : [];
  });
}

function rowOf(figure: Figure, samples: readonly Sample[], values: readonly number[]): ComparisonRow {
  const measured = figure.measured(samples);
  const simulated = spreadOf(values);
  const known = measured !== null && measured.value !== 0;
  return {
    figure: figure.figure,
    unit: figure.unit,
    measured,
    simulated,
    error: known ? (simulated.value - measured.value) / measured.value : null,
    agrees: overlap(measured?.interval ?? null, simulated.interval),
  };
}

type Interval = Measured['interval'];

const overlap = (a: Interval, b: Interval): boolean | null =>
  a === null || b === null ? null : a[0] <= b[1] && b[0] <= a[1];

/** The mean of runs with the interval in which one further run lies with 95%. */
function spreadOf(values: readonly number[]): Measured {
  const mean = meanWithInterval(values);
  if (mean === null) throw new RangeError('At least one run wanted.');
  const n = values.length;
  if (n < 2) return mean;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean.value) ** 2, 0) / (n - 1));
  const half = studentT(n - 1) * deviation * Math.sqrt(1 + 1 / n);
  return { ...mean, interval: [Math.max(0, mean.value - half), mean.value + half] };
}
