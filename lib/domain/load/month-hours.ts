import type { PerSecond } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { level, type RateSegment } from './rate-segment.ts';
import { type BusiestStretch, trafficProfile } from './traffic.ts';

const HOUR = 3_600_000;
/** An hour as busy as the busiest, but for rounding. */
const BUSIEST = 1 - 1e-9;

/** The 168 hours of a week of described traffic, Monday 0:00 first: what the rate of each is, from its beginning to its end. */
export function weekSegments(traffic: Workload['traffic']): RateSegment[][] {
  const { hourly, stretch, peakWithinHour } = trafficProfile(traffic);
  const most = Math.max(...hourly);
  return hourly.map((mean) =>
    stretch !== null && (stretch.everyHour || mean >= most * BUSIEST)
      ? uneven(mean, peakWithinHour, stretch)
      : [level(HOUR, mean)],
  );
}

/** An hour whose busiest minutes are its last, with the mean that it has. */
function uneven(mean: PerSecond, withinHour: number, { busySeconds }: BusiestStretch): RateSegment[] {
  const busyMs = busySeconds * 1000;
  const left = mean * (1 - (withinHour * busyMs) / HOUR);
  // Rounding may leave less than nothing.
  const quiet = Math.max(0, (left * HOUR) / (HOUR - busyMs));
  return [level(HOUR - busyMs, quiet), level(busyMs, mean * withinHour)];
}
