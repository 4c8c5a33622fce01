import type { ExperimentPlan } from '../experiment/plan.ts';
import { isRecorded, type RecordedArrivals } from '../simulation/input.ts';
import type { Ms } from '../units.ts';
import { type ArrivalSource, countArrivals, takeArrivals } from './arrival-source.ts';
import { type Compression, compressed } from './compress.ts';
import type { PlayedTraffic } from './played-traffic.ts';

/** What of a plan decides which requests come when. */
export type TrafficPlan = Pick<
  ExperimentPlan,
  'secondsPerCandidate' | 'rounds' | 'ratePerSecond' | 'arrivals' | 'seed' | 'traffic'
>;

/** The traffic of a plan: its own, or one steady rate. */
export const trafficOf = ({ traffic, arrivals, ratePerSecond }: TrafficPlan): PlayedTraffic =>
  traffic ?? { arrivals: { kind: arrivals, ratePerSecond }, requests: 'thinned' };

/** A block of one side: how long it takes, and how much of the traffic it plays. */
export interface Turn extends Compression {
  lengthMs: Ms;
  /** In the traffic's own time. */
  spanMs: Ms;
}

export function turnOf(plan: TrafficPlan): Turn {
  const traffic = trafficOf(plan);
  const lengthMs = (plan.secondsPerCandidate * 1000) / plan.rounds;
  const whole = isRecorded(traffic.arrivals) ? recordedMs(traffic.arrivals) : lengthMs;
  const wanted = traffic.spanSeconds === undefined ? whole : traffic.spanSeconds * 1000;
  // Never slower than it is: what is shorter than a turn comes again, or its last rate stays.
  const spanMs = Math.max(lengthMs, wanted);
  return { lengthMs, spanMs, factor: spanMs / lengthMs, requests: traffic.requests };
}

/** How long recorded traffic is. */
export function recordedMs(arrivals: RecordedArrivals): Ms {
  if (arrivals.kind === 'counts') return arrivals.intervalMs * arrivals.counts.length * arrivals.repeats;
  const last = arrivals.atMs.at(-1) ?? 0;
  // The last request is in it: a mean gap later the recording is over.
  const gap = last / Math.max(1, arrivals.atMs.length - 1);
  return Math.max(arrivals.periodMs ?? 0, last + Math.max(gap, 1)) * arrivals.repeats;
}

/** Blocks of one plan must differ by chance alone; neighbouring seeds are spread by the generator itself. */
const seedOf = (seed: number, block: number): number => (seed + Math.imul(block + 1, 0x632be5ab)) >>> 0;

/**
 * The arrivals of one block, ms from its start. Every block plays the whole traffic, drawn anew: blocks
 * are repetitions of one measurement, which is what the block-aware intervals take them for. The same
 * plan gives the same arrivals; recorded instants that are not thinned are the same in every block.
 */
export function turnSource(plan: TrafficPlan, block: number): ArrivalSource {
  const turn = turnOf(plan);
  const { arrivals } = trafficOf(plan);
  const again = isRecorded(arrivals) ? repeatedFor(arrivals, turn) : arrivals;
  // A hair more than is played, so that no rounding loses the last request.
  return compressed(again, turn, seedOf(plan.seed, block), turn.spanMs * (1 + 1e-9));
}

/** Recorded traffic that is over before the turn is begins anew. */
function repeatedFor(arrivals: RecordedArrivals, { spanMs }: Turn): RecordedArrivals {
  const whole = recordedMs({ ...arrivals, repeats: 1 });
  const repeats = Math.max(1, Math.ceil(spanMs / whole - 1e-9));
  return arrivals.kind === 'times' ? { ...arrivals, periodMs: whole, repeats } : { ...arrivals, repeats };
}

/** All arrivals of a block. RangeError beyond `most`. */
export const turnArrivals = (plan: TrafficPlan, block: number, most?: number): Float64Array =>
  takeArrivals(turnSource(plan, block), turnOf(plan).lengthMs, most);

/** How many arrivals a block has; what is beyond `most` is left uncounted. */
export const turnCount = (plan: TrafficPlan, block: number, most: number): number =>
  countArrivals(turnSource(plan, block), turnOf(plan).lengthMs, most);

/** When the first request of each block comes, ms from its start. */
export function firstArrivals(plan: TrafficPlan): Ms[] {
  return Array.from({ length: plan.rounds }, (_, block) => {
    const first = new Float64Array(1);
    return turnSource(plan, block).fill(first) === 0 ? 0 : (first[0] ?? 0);
  });
}
