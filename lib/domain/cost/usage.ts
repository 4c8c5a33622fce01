import type { Bytes, MiB, Ms, PerSecond, Share } from '../units.ts';
import type { TrafficShape } from '../workload/workload.ts';
import { ASSUMED_RANGE } from './assumptions.ts';

/** A measured value with the ends of its interval, low first. */
export interface Ranged {
  value: number;
  interval: readonly [number, number];
}

/** A month of a workload, as measured and described; what every platform's bill is worked out from. */
export interface Usage {
  requestsPerMonth: number;
  shape: TrafficShape;
  /** Memory that a function is given and a replica needs. */
  memoryMiB: MiB;
  /**
   * Measured time of warm requests on the function side, unrounded: equally weighted points of the
   * distribution, so that each can be rounded as the platform rounds it. Empty: nothing was measured.
   */
  durationsMs: readonly Ms[];
  /** What their mean would be in another run (95%); null when none was measured. */
  durationInterval: readonly [Ms, Ms] | null;
  /** CPU time of a request, for platforms that bill only that. Null: not measured, the busy time stands in. */
  cpuMs: Ms | null;
  /** Init that a cold start adds to its request, with the interval of its mean; null when no start was measured. */
  initMs: Ms;
  initInterval: readonly [Ms, Ms] | null;
  /**
   * Share of cold starts at the described traffic, e.g. of a simulated month. Null: `expectedColdShare`, that of
   * Poisson arrivals. More or less traffic moves it as that expectation moves.
   */
  coldShare: Share | null;
  /** Time that one replica's single thread is busy with a request. */
  busyMs: Ranged | null;
  /** Time a request only waits, e.g. for the slow service. */
  waitMs: Ms;
  /** What one replica was seen to carry; its capacity is never put below that. */
  sustainedPerReplica: PerSecond | null;
  /** What it would carry in another run, whose arrivals are drawn anew. */
  sustainedInterval: readonly [PerSecond, PerSecond] | null;
  latencyTarget: { percentile: number; ms: Ms } | null;
  replica: { vcpu: number; memoryMiB: MiB };
  minReplicas: number;
  /** Most requests in progress at once in one instance of a platform that bills by requests in progress. */
  concurrency: number;
  /** Request and answer together. */
  bytesPerRequest: Bytes;
  /** What leaves the platform for each request. */
  bytesOut: Bytes;
  /** Requests that a client sends over one connection. */
  requestsPerConnection: number;
  /** Set where a month was counted, as by a simulation: then no model works these out. */
  counted?: Counted;
}

/** Quantities of a month as somebody counted them. */
export interface Counted {
  /** Mean billed time of a request, init included and rounded already. */
  billedMs?: Ms;
  /** Mean number of replicas through the month. */
  meanReplicas?: number;
}

/**
 * The usage at the low and at the high end of what another run would show, the cheap one first: times of requests,
 * init and busy time are moved together to the ends of their intervals, the rate that a replica was seen to carry
 * the other way. Empty when no interval is known.
 */
export function usageEnds(usage: Usage): Usage[] {
  const { durationInterval, busyMs, initInterval, sustainedInterval } = usage;
  const known = [durationInterval, busyMs, initInterval, sustainedInterval].some((one) => one !== null);
  return known ? [usageAtEnd(usage, 0), usageAtEnd(usage, 1)] : [];
}

function usageAtEnd(usage: Usage, end: 0 | 1): Usage {
  const { busyMs, durationInterval, initInterval, sustainedInterval } = usage;
  const mean = usage.durationsMs.reduce((sum, ms) => sum + ms, 0) / Math.max(1, usage.durationsMs.length);
  const factor = durationInterval === null || mean <= 0 ? 1 : Math.max(0, durationInterval[end]) / mean;
  return {
    ...usage,
    durationsMs: usage.durationsMs.map((ms) => ms * factor),
    initMs: initInterval === null ? usage.initMs : Math.max(0, initInterval[end]),
    busyMs: busyMs === null ? null : { ...busyMs, value: Math.max(0, busyMs.interval[end]) },
    sustainedPerReplica:
      sustainedInterval === null ? usage.sustainedPerReplica : sustainedInterval[end === 0 ? 1 : 0],
    cpuMs: usage.cpuMs === null ? null : usage.cpuMs * factor,
  };
}

/**
 * The usage at both ends of what is assumed beyond the measurement (`ASSUMED_RANGE`), the cheap one first: what a
 * replica carries by its busy time, bytes, connections and how long an idle environment is kept.
 */
export function assumedEnds(usage: Usage, coldShareAt: (keepAliveTimes: number) => Share): [Usage, Usage] {
  const end = (few: 'low' | 'high', many: 'low' | 'high'): Usage => {
    const { bytesPerRequest: bytes, requestsPerConnection, targetUtilisation, keepAliveMs } = ASSUMED_RANGE;
    const { busyMs: busy } = usage;
    return {
      ...usage,
      bytesPerRequest: usage.bytesPerRequest * bytes[few],
      bytesOut: usage.bytesOut * bytes[few],
      requestsPerConnection: usage.requestsPerConnection * requestsPerConnection[many],
      // Half the busy time is twice the capacity; what was seen to be carried stays the least.
      busyMs: busy === null ? null : { ...busy, value: busy.value / targetUtilisation[many] },
      coldShare: coldShareAt(keepAliveMs[many]),
    };
  };
  return [end('low', 'high'), end('high', 'low')];
}
