import { HOURS_PER_MONTH, trafficProfile } from '../../load/traffic.ts';
import type { PerSecond } from '../../units.ts';
import type { TrafficShape } from '../../workload/workload.ts';

/** Hours of the month that have the same rate. */
export interface TrafficClass {
  /** Hours of the month. */
  hours: number;
  /** Mean rate in these hours. */
  rate: PerSecond;
  /** Rate of the busiest minutes: what capacity has to be there for. */
  peak: PerSecond;
}

/** The same for one request a month: rates are proportional to traffic. */
const UNIT = new Map<TrafficShape, readonly TrafficClass[]>();

function unitClasses(shape: TrafficShape): readonly TrafficClass[] {
  const known = UNIT.get(shape);
  if (known !== undefined) return known;
  const profile = trafficProfile({ requestsPerMonth: 1, shape });
  const share = HOURS_PER_MONTH / profile.hourly.length;
  const counts = new Map<number, number>();
  for (const rate of profile.hourly) counts.set(rate, (counts.get(rate) ?? 0) + share);
  const classes = [...counts].map(([rate, hours]) => ({ rate, hours, peak: rate * profile.peakWithinHour }));
  UNIT.set(shape, classes);
  return classes;
}

/** A month's traffic as few classes of equal hours, instead of 168 hours of a week. */
export const trafficClasses = (requestsPerMonth: number, shape: TrafficShape): TrafficClass[] =>
  unitClasses(shape).map(({ rate, hours, peak }) => ({
    hours,
    rate: rate * requestsPerMonth,
    peak: peak * requestsPerMonth,
  }));
