import { type TrafficPlan, type Turn, trafficOf, turnArrivals, turnOf } from '../load/turn.ts';
import { type Arrivals, isRecorded } from '../simulation/input.ts';
import type { Ms } from '../units.ts';
import {
  noteOf,
  patternShape,
  recordedShape,
  stepsOf,
  type TrafficChart,
  type TrafficShape,
  trafficChart,
} from './simulation-traffic.ts';

/** One turn of a run before it is run: time and rates as they will be, also of traffic that is played faster. */
export function preparePlayed(plan: TrafficPlan): TrafficChart {
  const shape = meantShape(plan);
  return shape === null
    ? trafficChart(drawnShape(plan), 'The first turn, counted in even steps.', DRAWN)
    : trafficChart(faster(shape, turnOf(plan)), meantNote(plan), PLANNED);
}

/** The plan's own line gives the mean of all turns as they are drawn. */
const PLANNED = { of: 'A turn as planned: ' };
const DRAWN = { of: 'The first turn as drawn: ', about: '' };

/** What of it is chance. */
function meantNote(plan: TrafficPlan): string {
  const { arrivals, requests } = trafficOf(plan);
  return isRecorded(arrivals) && requests === 'thinned'
    ? 'The mean of what is sent: which of the recorded requests are sent is drawn anew in each turn.'
    : noteOf(arrivals);
}

/** The rate that is meant, in the traffic's own time; null where only what is drawn can be shown. */
function meantShape(plan: TrafficPlan): TrafficShape | null {
  const { arrivals, spanSeconds } = trafficOf(plan);
  const { factor, spanMs } = turnOf(plan);
  if (!isRecorded(arrivals)) return varies(arrivals) ? null : patternShape(arrivals, spanMs, spanMs);
  // Played once and whole: a part of it, or it several times, is shown as it is sent.
  return factor > 1 && spanSeconds === undefined && arrivals.repeats === 1 ? recordedShape(arrivals) : null;
}

/** Where its rate turns is chance itself. */
const varies = (pattern: Arrivals): boolean => pattern.kind === 'on-off' && pattern.lengths === 'exponential';

/** The same with its time and its rates as they are played. */
function faster({ binMs, ...shape }: TrafficShape, { factor, requests, lengthMs }: Turn): TrafficShape {
  const [time, rate] = [1 / factor, requests === 'all' ? factor : 1];
  return {
    points: shape.points.map((point) => ({ at: point.at * time, rate: point.rate * rate })),
    end: shape.end * time,
    requests: shape.requests * time * rate,
    durationMs: lengthMs,
    ...(binMs === undefined ? {} : { binMs: binMs * time }),
  };
}

const STEPS = 120;
/** Requests a step at least, on average: fewer show chance instead of a shape. */
const LEAST_IN_STEP = 4;

function drawnShape(plan: TrafficPlan): TrafficShape {
  const times = turnArrivals(plan, 0);
  const { lengthMs } = turnOf(plan);
  const steps = Math.max(10, Math.min(STEPS, Math.floor(times.length / LEAST_IN_STEP)));
  const counts = countsIn(times, lengthMs, steps);
  const binMs = lengthMs / steps;
  return {
    points: stepsOf(counts, binMs),
    end: lengthMs,
    requests: times.length,
    durationMs: lengthMs,
    binMs,
  };
}

function countsIn(times: Float64Array, end: Ms, steps: number): number[] {
  const counts = Array.from({ length: steps }, () => 0);
  for (const at of times) {
    const step = Math.min(steps - 1, Math.floor((at / end) * steps));
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}
