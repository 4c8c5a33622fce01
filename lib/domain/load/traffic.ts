import type { PerSecond } from '../units.ts';
import type { TrafficShape, Workload } from '../workload/workload.ts';

/** The month that prices are quoted for: 730 hours, the convention of the vendors' calculators. */
export const HOURS_PER_MONTH = 730;
export const HOURS_PER_WEEK = 168;

interface Shape {
  /** Relative rate of an hour; `day` 0 is Monday, `hour` is local. Only proportions matter. */
  weight: (day: number, hour: number) => number;
  /** Busiest minutes of an hour against that hour's mean. */
  withinHour: number;
  /** The assumption in words, for the report. */
  words: string;
}

const EVENING_HOUR = 20;

/**
 * What the four words mean. These are assumptions, not measurements: real traffic differs, and the
 * report says so. They only decide how a month's requests are spread, hence the peak and the idle hours.
 */
const SHAPES: Record<TrafficShape, Shape> = {
  steady: { weight: () => 1, withinHour: 1, words: 'steady: the same rate in every hour' },
  'office-hours': {
    weight: (day, hour) => (day < 5 && hour >= 8 && hour < 18 ? 1 : 0.05),
    withinHour: 1.5,
    words:
      'office hours: Monday to Friday from 8 to 18, 5% of that rate otherwise, busiest minutes 1.5 times',
  },
  'evening-peak': {
    weight: (_, hour) => 1 + 0.9 * Math.cos(((hour - EVENING_HOUR) / 24) * 2 * Math.PI),
    withinHour: 1.5,
    words:
      'evening peak: a daily wave, highest at 20 (19 times the quietest hour), busiest minutes 1.5 times',
  },
  bursts: {
    weight: (_, hour) => (hour === 10 || hour === 16 ? 6.5 : 0.5),
    withinHour: 4,
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
    words: shape.words,
  };
}
