import type { TrafficPattern } from '../load/pattern.ts';
import { type TrafficPlan, trafficOf, turnArrivals, turnOf } from '../load/turn.ts';
import { type Arrivals, isRecorded } from '../simulation/input.ts';
import type { Ms } from '../units.ts';
import {
  noteOf,
  patternShape,
  stepsOf,
  type TrafficChart,
  type TrafficShape,
  trafficChart,
} from './simulation-traffic.ts';

/** One turn of a run before it is run: time and rates as they will be, also of traffic that is played faster. */
export function preparePlayed(plan: TrafficPlan): TrafficChart {
  const { arrivals } = trafficOf(plan);
  if (isRecorded(arrivals) || varies(arrivals)) return trafficChart(drawnShape(plan), DRAWN_ONCE);
  return trafficChart(fasterShape(plan, arrivals), noteOf(arrivals));
}

/** Where a rate turns is chance itself: only what is drawn can be shown. */
const varies = (pattern: Arrivals): boolean => pattern.kind === 'on-off' && pattern.lengths === 'exponential';

const DRAWN_ONCE = 'The first turn, counted in even steps.';

/** The rate that a pattern means, with its time and its rates as they are played. */
function fasterShape(plan: TrafficPlan, pattern: TrafficPattern): TrafficShape {
  const { factor, requests, spanMs, lengthMs } = turnOf(plan);
  const shape = patternShape(pattern, spanMs, spanMs);
  const [time, rate] = [1 / factor, requests === 'all' ? factor : 1];
  return {
    points: shape.points.map((point) => ({ at: point.at * time, rate: point.rate * rate })),
    end: shape.end * time,
    requests: shape.requests * time * rate,
    durationMs: lengthMs,
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
