import type { Bytes, MiB, Ms, PerSecond, Share } from '../units.ts';
import type { TrafficShape } from '../workload/workload.ts';

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
  /** 95% interval of their mean; null when there were too few samples. */
  durationInterval: readonly [Ms, Ms] | null;
  /** CPU time of a request, for platforms that bill only that. Null: not measured, the busy time stands in. */
  cpuMs: Ms | null;
  /** Init that a cold start adds to its request. */
  initMs: Ms;
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
 * The usage at the low and at the high end of what was measured: time of requests and busy time are
 * moved together to the ends of their intervals. Empty when no interval is known.
 */
export function usageEnds(usage: Usage): Usage[] {
  if (usage.durationInterval === null && usage.busyMs === null) return [];
  return [0, 1].map((end) => usageAtEnd(usage, end === 0 ? 0 : 1));
}

function usageAtEnd(usage: Usage, end: 0 | 1): Usage {
  const mean = usage.durationsMs.reduce((sum, ms) => sum + ms, 0) / Math.max(1, usage.durationsMs.length);
  const factor =
    usage.durationInterval === null || mean <= 0 ? 1 : Math.max(0, usage.durationInterval[end]) / mean;
  const busy = usage.busyMs?.interval[end];
  return {
    ...usage,
    durationsMs: usage.durationsMs.map((ms) => ms * factor),
    busyMs:
      usage.busyMs === null || busy === undefined
        ? usage.busyMs
        : { ...usage.busyMs, value: Math.max(0, busy) },
    cpuMs: usage.cpuMs === null ? null : usage.cpuMs * factor,
  };
}
