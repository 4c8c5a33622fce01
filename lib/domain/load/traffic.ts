import type { PerSecond, Share } from '../units.ts';
import type { TrafficShape, Workload } from '../workload/workload.ts';

/** The month that prices are quoted for: 730 hours, the convention of the vendors' calculators. */
export const HOURS_PER_MONTH = 730;
export const HOURS_PER_WEEK = 168;

interface Shape {
  /** Relative rate of an hour; `day` 0 is Monday, `hour` is local. Only proportions matter. */
  weight: (day: number, hour: number) => number;
  /** Busiest minutes of an hour against that hour's mean. */
  withinHour: number;
  /** How the busiest hour passes; null: alike in all its minutes. */
  stretch: BusiestStretch | null;
  /** The assumption in words, for the report. */
  words: string;
}

/** Busy minutes and the quieter ones that follow them, before they are busy again. */
export interface BusiestStretch {
  busySeconds: number;
  quietSeconds: number;
  /** Rate of the quiet minutes against that of the busy ones. */
  quietShare: Share;
  /** Whether every hour passes so, or the busiest ones alone. */
  everyHour: boolean;
}

const EVENING_HOUR = 20;

/** A third of the hour at 1.5 times its mean leaves 0.75 for the rest. */
const BUSY_THIRD: BusiestStretch = {
  busySeconds: 1200,
  quietSeconds: 2400,
  quietShare: 0.5,
  everyHour: true,
};

/** Weights of an hour with a burst and of one without. */
const BURST = 6.5;
const CALM = 0.5;
/** A burst takes a quarter of its hour. */
const PACKED = 4;

/**
 * What the four words mean. These are assumptions, not measurements: real traffic differs, and the
 * report says so. They only decide how a month's requests are spread, hence the peak and the idle hours.
 */
const SHAPES: Record<TrafficShape, Shape> = {
  steady: { weight: () => 1, withinHour: 1, stretch: null, words: 'steady: the same rate in every hour' },
  'office-hours': {
    weight: (day, hour) => (day < 5 && hour >= 8 && hour < 18 ? 1 : 0.05),
    withinHour: 1.5,
    stretch: BUSY_THIRD,
    words:
      'office hours: Monday to Friday from 8 to 18, 5% of that rate otherwise, busiest minutes 1.5 times',
  },
  'evening-peak': {
    weight: (_, hour) => 1 + 0.9 * Math.cos(((hour - EVENING_HOUR) / 24) * 2 * Math.PI),
    withinHour: 1.5,
    stretch: BUSY_THIRD,
    words:
      'evening peak: a daily wave, highest at 20 (19 times the quietest hour), busiest minutes 1.5 times',
  },
  bursts: {
    weight: (_, hour) => (hour === 10 || hour === 16 ? BURST : CALM),
    withinHour: PACKED,
    // A burst at the end of its hour is followed by the calm of the next one.
    stretch: {
      ...{ busySeconds: 900, quietSeconds: 2700, everyHour: false },
      quietShare: CALM / (BURST * PACKED),
    },
    words:
      'bursts: half of the requests spread evenly, half in the hours from 10 and 16, packed into a quarter of the hour',
  },
};

export interface TrafficProfile {
  averagePerSecond: PerSecond;
  /** The rate of the busiest minutes of the week: what capacity has to be there for. */
  peakPerSecond: PerSecond;
  /** Mean rate of each hour of a week, Monday 0:00 first; 168 numbers whose mean is the average. */
  hourly: readonly PerSecond[];
  /** Busiest minutes of an hour against that hour's mean. */
  peakWithinHour: number;
  /** Null: the busiest hour has no busier minutes. */
  stretch: BusiestStretch | null;
  words: string;
}

/** The described traffic as rates. A month is 730 hours. */
export function trafficProfile(traffic: Workload['traffic']): TrafficProfile {
  const shape = SHAPES[traffic.shape];
  const averagePerSecond = traffic.requestsPerMonth / (HOURS_PER_MONTH * 3600);
  const weights = Array.from({ length: HOURS_PER_WEEK }, (_, hour) =>
    shape.weight(Math.floor(hour / 24), hour % 24),
  );
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / HOURS_PER_WEEK;
  const hourly = weights.map((weight) => (averagePerSecond * weight) / mean);
  return {
    averagePerSecond,
    peakPerSecond: Math.max(...hourly) * shape.withinHour,
    hourly,
    peakWithinHour: shape.withinHour,
    stretch: shape.stretch,
    words: shape.words,
  };
}
