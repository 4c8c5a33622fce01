import type { PerSecond, Random } from '../units.ts';
import { weekSegments } from './month-hours.ts';
import type { TrafficPattern } from './pattern.ts';
import { level, type RateSegment } from './rate-segment.ts';

type Of<Kind extends TrafficPattern['kind']> = Extract<TrafficPattern, { kind: Kind }>;

const FOREVER = Number.POSITIVE_INFINITY;
const HOUR = 3_600_000;

const SEGMENTS: {
  [Kind in TrafficPattern['kind']]: (pattern: Of<Kind>, random: Random) => Generator<RateSegment>;
} = {
  *constant(pattern) {
    yield level(FOREVER, pattern.ratePerSecond);
  },
  *poisson(pattern) {
    yield level(FOREVER, pattern.ratePerSecond);
  },
  *'on-off'(pattern, random) {
    const length = (seconds: number) =>
      1000 * (pattern.lengths === 'fixed' ? seconds : -Math.log(1 - random()) * seconds);
    for (;;) {
      yield level(length(pattern.onSeconds), pattern.onPerSecond);
      yield level(length(pattern.offSeconds), pattern.offPerSecond);
    }
  },
  *diurnal(pattern) {
    const week = weekOf(pattern);
    const hourAt = (hour: number): PerSecond => week[(hour + pattern.startDay * 24) % week.length] ?? 0;
    // A rate is that of the middle of its hour, so the first half hour comes from the hour before.
    for (let hour = 0; ; hour = (hour + 1) % week.length) {
      const [before, here, after] = [hourAt(hour + week.length - 1), hourAt(hour), hourAt(hour + 1)];
      yield { ms: HOUR / 2, from: (before + here) / 2, to: here };
      yield { ms: HOUR / 2, from: here, to: (here + after) / 2 };
    }
  },
  *ramp(pattern) {
    yield { ms: pattern.seconds * 1000, from: pattern.fromPerSecond, to: pattern.toPerSecond };
    yield level(FOREVER, pattern.toPerSecond);
  },
  *spike(pattern) {
    const { basePerSecond: base, peakPerSecond: peak } = pattern;
    yield level(pattern.afterSeconds * 1000, base);
    yield { ms: pattern.riseSeconds * 1000, from: base, to: peak };
    yield level(pattern.holdSeconds * 1000, peak);
    yield { ms: pattern.fallSeconds * 1000, from: peak, to: base };
    yield level(FOREVER, base);
  },
  *month(pattern) {
    const week = weekSegments(pattern);
    for (;;) for (const hour of week) yield* hour;
  },
};

/** Rates of the 168 hours of a week, Monday 0:00 first, whose time-weighted mean is the average asked for. */
export function weekOf(pattern: Of<'diurnal'>): PerSecond[] {
  const relative = pattern.weekdays.flatMap((day) => pattern.hours.map((hour) => day * hour));
  const at = (hour: number) => relative[(hour + relative.length) % relative.length] ?? 0;
  // The straight lines between the middles of hours weigh 1/8, 3/4 and 1/8 in each hour.
  const means = relative.map((rate, hour) => 0.75 * rate + 0.125 * (at(hour - 1) + at(hour + 1)));
  const mean = means.reduce((sum, rate) => sum + rate, 0) / means.length;
  return relative.map((rate) => (pattern.averagePerSecond * rate) / mean);
}

/**
 * The rate over time as straight lines, from 0 on, without end. `random` decides the lengths of
 * bursts where they vary. Segments of no length are possible and mean nothing.
 */
export function segmentsOf<Kind extends TrafficPattern['kind']>(
  pattern: Of<Kind>,
  random: Random,
): Generator<RateSegment> {
  return SEGMENTS[pattern.kind as Kind](pattern, random);
}

export const isEven = (pattern: TrafficPattern): boolean =>
  pattern.kind === 'constant' || ('spacing' in pattern && pattern.spacing === 'even');

const RATES = /Per(Second|Month)$/;

/** The same shape with every rate multiplied. */
export function scalePattern(pattern: TrafficPattern, factor: number): TrafficPattern {
  const scaled = Object.entries(pattern).map(([key, value]) => [
    key,
    RATES.test(key) && typeof value === 'number' ? value * factor : value,
  ]);
  return Object.fromEntries(scaled) as TrafficPattern;
}
