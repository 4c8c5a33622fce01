import { formatCount, formatMs } from '../charts/format.ts';
import { type Arrivals, isRecorded } from '../simulation/input.ts';
import type { Ms } from '../units.ts';
import { recordedMs, type TrafficPlan, trafficOf, turnOf } from './turn.ts';

type Pattern<Kind> = Extract<Arrivals, { kind: Kind }>;
const DAY: Ms = 24 * 3_600_000;

/** What of a pattern must be played for all of its rates to come; absent where the rate never changes. */
const PERIODS: { [Kind in Arrivals['kind']]?: (pattern: Pattern<Kind>) => Ms } = {
  'on-off': ({ onSeconds, offSeconds }) => (onSeconds + offSeconds) * 1000,
  diurnal: () => DAY,
  month: () => DAY,
  ramp: ({ seconds }) => seconds * 1000,
  spike: (p) => (p.afterSeconds + p.riseSeconds + p.holdSeconds + p.fallSeconds) * 1000,
};

const periodOf = <Kind extends Arrivals['kind']>(arrivals: Pattern<Kind>): Ms | undefined =>
  PERIODS[arrivals.kind as Kind]?.(arrivals);

/** Weekdays differ, so a week is the whole of day and night. */
const wholeOf = (arrivals: Arrivals): Ms | undefined =>
  arrivals.kind === 'diurnal' || arrivals.kind === 'month' ? 7 * DAY : periodOf(arrivals);

/** Shorter by more than rounding. */
const shorter = (one: Ms, other: Ms): boolean => one < other * (1 - 1e-9);

/** How often a turn plays recorded traffic from its beginning, e.g. 2.5; null where once at most. */
function repeatsOf(plan: TrafficPlan): number | null {
  const { arrivals } = trafficOf(plan);
  if (!isRecorded(arrivals)) return null;
  const once = recordedMs({ ...arrivals, repeats: 1 });
  const { spanMs } = turnOf(plan);
  return shorter(once, spanMs) ? spanMs / once : null;
}

/** "the trace of 4 s is played 2.5 times in a row in each turn"; null where it is played once at most. */
export function repeatWords(plan: TrafficPlan): string | null {
  const { arrivals } = trafficOf(plan);
  const times = repeatsOf(plan);
  if (times === null || !isRecorded(arrivals)) return null;
  const once = formatMs(recordedMs({ ...arrivals, repeats: 1 }));
  return `the trace of ${once} is played ${formatCount(times)} times in a row in each turn`;
}

/** What a turn plays of its traffic, as the end of "a turn plays …". */
export function partWords(plan: TrafficPlan): string {
  const { arrivals } = trafficOf(plan);
  const times = repeatsOf(plan);
  if (times !== null) return `it ${formatCount(times)} times in a row`;
  const whole = isRecorded(arrivals) ? recordedMs(arrivals) : wholeOf(arrivals);
  if (whole === undefined) return 'it';
  const { spanMs } = turnOf(plan);
  return shorter(spanMs, whole) ? `the first ${formatMs(spanMs)} of it` : 'the whole of it';
}

/** What a turn is too short for, as a warning; null where every rate of the traffic comes. */
export function cutWords(plan: TrafficPlan): string | null {
  const { arrivals } = trafficOf(plan);
  const period = periodOf(arrivals);
  const { spanMs } = turnOf(plan);
  if (period === undefined || !shorter(spanMs, period)) return null;
  const varies = arrivals.kind === 'on-off' && arrivals.lengths === 'exponential';
  const [long, lost] = varies ? [' on average', 'seldom sent'] : ['', 'never sent'];
  return `A turn plays the first ${formatMs(spanMs)} of a pattern that takes ${formatMs(period)}${long}: what comes later in it is ${lost}. Measure longer, take fewer turns, or give a span of ${formatMs(period)} or more.`;
}
