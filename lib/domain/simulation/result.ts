import { LogHistogram } from '../statistics/log-histogram.ts';
import type { Measured } from '../statistics/measured.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { GiBSeconds, MiB, Ms, PerSecond, Usd } from '../units.ts';
import { batchEnds, ratioOf } from './batches.ts';
import type { SimulationInput } from './input.ts';
import { type Platform, type PlatformState, stateAtStart } from './platform-state.ts';

/** What a price is worked out from. */
export interface SimulatedUsage {
  platform: SimulationInput['platform']['kind'];
  simulatedMs: Ms;
  /** Requests that were served: refused ones cost nothing. */
  requests: number;
  billedMs: Ms;
  memoryMiB: MiB;
  /** Billed time times memory. */
  gbSeconds: GiBSeconds;
  /** Instances over time times memory: what the platform has to hold. */
  heldGbSeconds: GiBSeconds;
  meanInstances: number;
  peakInstances: number;
}

/** Turns usage into money; the cost model is given from outside. */
export type PriceOfUsage = (usage: SimulatedUsage) => Usd;

/** A stretch of simulated time. */
export interface SimulationSpan {
  fromMs: Ms;
  toMs: Ms;
  ratePerSecond: PerSecond;
  requests: number;
  cold: number;
  throttled: number;
  /** Means over the stretch. */
  instances: number;
  busyInstances: number;
  waiting: number;
}

export type LatencyBucket = readonly [low: Ms, high: Ms, count: number];

/** Each null where no request was answered: nothing has no percentile. */
export interface LatencySummary {
  count: number;
  p50: Ms | null;
  p95: Ms | null;
  p99: Ms | null;
  p999: Ms | null;
  max: Ms | null;
}

export interface SimulationResult {
  requests: number;
  cold: number;
  throttled: number;
  timedOut: number;
  simulatedMs: Ms;
  /** Share of the served requests. Intervals at 95%, from the means of 32 stretches of simulated time. */
  coldStartProbability: Measured;
  throttledShare: Measured;
  /** Means over time. */
  meanInstances: Measured;
  meanBusyInstances: Measured;
  meanIdleInstances: Measured;
  meanWaiting: Measured;
  latency: { all: LatencySummary; warm: LatencySummary; cold: LatencySummary };
  /** Filled buckets, ascending; plain data, so that a result passes from a worker to a page. */
  histograms: { warm: LatencyBucket[]; cold: LatencyBucket[] };
  /** Instances over time. */
  series: SimulationSpan[];
  usage: SimulatedUsage;
}

/** With fewer cold starts than this the stretches hold too few each for their spread to mean much. */
const FEW = 100;

/** `points` are cumulative and ascending; the last is the end. */
export function summarise(
  input: SimulationInput,
  points: readonly PlatformState[],
  platform: Platform,
): SimulationResult {
  const end = points.at(-1) ?? stateAtStart();
  const batches = batchEnds(points);
  const over = (part: (state: PlatformState) => number, whole: (state: PlatformState) => number): Measured =>
    ratioOf(batches, part, whole);
  const served = (state: PlatformState) => state.requests - state.throttled - state.timedOut - state.waiting;
  const [warm, cold] = [platform.warmLatencies, platform.coldLatencies];
  const share = (hits: number, n: number, of: () => Measured) =>
    hits < FEW ? shareWithInterval(hits, n) : of();
  const mean = (part: (state: PlatformState) => number) => over(part, (s) => s.at);
  return {
    requests: end.requests,
    cold: end.cold,
    throttled: end.throttled,
    timedOut: end.timedOut,
    simulatedMs: end.at,
    coldStartProbability: share(end.cold, served(end), () => over((s) => s.cold, served)),
    throttledShare: share(end.throttled, end.requests, () =>
      over(
        (s) => s.throttled,
        (s) => s.requests,
      ),
    ),
    meanInstances: mean((s) => s.instanceMs),
    meanBusyInstances: mean((s) => s.busyMs),
    meanIdleInstances: mean((s) => s.instanceMs - s.busyMs),
    meanWaiting: mean((s) => s.waitingMs),
    latency: {
      all: latencySummary(new LogHistogram().merge(warm).merge(cold)),
      warm: latencySummary(warm),
      cold: latencySummary(cold),
    },
    histograms: { warm: [...warm.filled()], cold: [...cold.filled()] },
    series: spans(points),
    usage: usageOf(input, end, served(end)),
  };
}

function usageOf(input: SimulationInput, end: PlatformState, served: number): SimulatedUsage {
  const { memoryMiB, kind } = input.platform;
  const gbSeconds = (ms: Ms): GiBSeconds => (ms * memoryMiB) / (1024 * 1000);
  return {
    platform: kind,
    simulatedMs: end.at,
    requests: served,
    billedMs: end.billedMs,
    memoryMiB,
    gbSeconds: gbSeconds(end.billedMs),
    heldGbSeconds: gbSeconds(end.instanceMs),
    meanInstances: end.at > 0 ? end.instanceMs / end.at : 0,
    peakInstances: end.peakInstances,
  };
}

function latencySummary(histogram: LogHistogram): LatencySummary {
  const [p50 = null, p95 = null, p99 = null, p999 = null, max = null] = histogram.quantiles([
    0.5, 0.95, 0.99, 0.999, 1,
  ]);
  return { count: histogram.count, p50, p95, p99, p999, max };
}

function spans(points: readonly PlatformState[]): SimulationSpan[] {
  return points.flatMap((state, index) => {
    const before = points[index - 1] ?? stateAtStart();
    const ms = state.at - before.at;
    if (ms <= 0) return [];
    const requests = state.requests - before.requests;
    return {
      fromMs: before.at,
      toMs: state.at,
      ratePerSecond: (requests * 1000) / ms,
      requests,
      cold: state.cold - before.cold,
      throttled: state.throttled - before.throttled,
      instances: (state.instanceMs - before.instanceMs) / ms,
      busyInstances: (state.busyMs - before.busyMs) / ms,
      waiting: (state.waitingMs - before.waitingMs) / ms,
    };
  });
}
