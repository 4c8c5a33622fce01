import type { Calibration, MeasuredSide } from '../calibration/calibration.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import type { SimulationResult } from '../simulation/result.ts';
import { formatCount, formatMs } from './format.ts';

/** One quantity of a run, measured and simulated side by side. */
export interface ReplayRow {
  side: Side;
  label: string;
  measured: string;
  /** Median of the repetitions. */
  simulated: string;
  /** Least and most of the repetitions. */
  range: string;
  difference: string;
  /** Mostly what was put in, so that agreeing proves little; the others are predicted. */
  given: boolean;
  /** The measured value lies between the least and the most. */
  within: boolean;
}

interface Quantity {
  label: string;
  given: boolean;
  sides: readonly Side[];
  measured: (side: MeasuredSide) => number;
  /** Null: nothing was answered. */
  simulated: (result: SimulationResult) => number | null;
  write: (value: number) => string;
}

const BOTH = SIDES;

/** Half of the requests are warm and meet no queue, so their time is what was put in. */
const QUANTITIES: readonly Quantity[] = [
  {
    label: 'Half within',
    given: true,
    sides: BOTH,
    measured: (m) => m.p50,
    simulated: (s) => s.latency.all.p50,
    write: formatMs,
  },
  {
    label: '95% within',
    given: false,
    sides: BOTH,
    measured: (m) => m.p95,
    simulated: (s) => s.latency.all.p95,
    write: formatMs,
  },
  {
    label: '99% within',
    given: false,
    sides: BOTH,
    measured: (m) => m.p99,
    simulated: (s) => s.latency.all.p99,
    write: formatMs,
  },
  {
    label: 'Slowest',
    given: false,
    sides: BOTH,
    measured: (m) => m.max,
    simulated: (s) => s.latency.all.max,
    write: formatMs,
  },
  {
    label: 'Cold starts',
    given: false,
    sides: ['function'],
    measured: (m) => m.cold,
    simulated: (s) => s.cold,
    write: formatCount,
  },
  {
    label: 'Instances at once',
    given: false,
    sides: ['function'],
    measured: (m) => m.peakInstances,
    simulated: (s) => s.usage.peakInstances,
    write: formatCount,
  },
];

/**
 * The run against its simulation, several times with other seeds: chance alone moves a simulation as it
 * moves a measurement, so the spread belongs beside the difference.
 */
export function replayRows(
  calibration: Calibration,
  runs: Readonly<Record<Side, readonly SimulationResult[]>>,
): ReplayRow[] {
  return SIDES.flatMap((side) =>
    QUANTITIES.filter((quantity) => quantity.sides.includes(side)).flatMap((quantity) => {
      const values = runs[side].flatMap((result) => quantity.simulated(result) ?? []);
      return values.length > 0 ? [rowOf(side, quantity, calibration.sides[side].measured, values)] : [];
    }),
  );
}

function rowOf(
  side: Side,
  { label, given, measured, write }: Quantity,
  run: MeasuredSide,
  simulated: readonly number[],
): ReplayRow {
  const values = simulated.toSorted((a, b) => a - b);
  const [least, middle, most] = [
    values[0] ?? 0,
    values[Math.floor(values.length / 2)] ?? 0,
    values.at(-1) ?? 0,
  ];
  const truth = measured(run);
  return {
    side,
    label,
    measured: write(truth),
    simulated: write(middle),
    range: `${write(least)} to ${write(most)}`,
    difference: differenceWords(truth, middle, write),
    given,
    // Simulated latencies are read from buckets that are 0.2% wide.
    within: truth >= least * 0.998 && truth <= most * 1.002,
  };
}

function differenceWords(truth: number, simulated: number, write: (value: number) => string): string {
  if (truth === simulated) return 'none';
  const sign = simulated > truth ? '+' : '−';
  const size = write(Math.abs(simulated - truth));
  if (truth === 0) return `${sign}${size}`;
  const percent = (Math.abs(simulated - truth) / truth) * 100;
  if (percent < 0.1) return `${sign}${size} (<0.1%)`;
  return `${sign}${size} (${sign}${percent.toFixed(percent < 10 ? 1 : 0)}%)`;
}

/** How well it agrees, in a sentence that claims no more than the rows. */
export function replaySentence(rows: readonly ReplayRow[]): string {
  const predicted = rows.filter(({ given }) => !given);
  const hits = predicted.filter(({ within }) => within).length;
  return `${hits} of ${predicted.length} predicted figures of the run lie within what its simulation shows by chance.`;
}
