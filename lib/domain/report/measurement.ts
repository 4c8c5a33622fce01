import type { Bill } from '../cost/assessment.ts';
import type { Candidate, CandidateId } from '../execution/candidate.ts';
import type { Outcome } from '../execution/executor.ts';
import type { Measured } from '../statistics/measured.ts';
import type { Bytes, Ms, Share } from '../units.ts';

/** How long starts take, each forced while nothing was sent. */
export interface StartsReport {
  /** Starts that were asked for; fewer were made where 10 s were used up or one failed. */
  wanted: number;
  /** Ascending. */
  times: readonly Ms[];
  summary: LatencySummary;
  /** Why there are no more, when one failed. */
  problem: string | null;
}

export interface LatencySummary {
  /** Good requests only: errors and throttles never count as fast. */
  p50: Measured | null;
  p90: Measured | null;
  p95: Measured | null;
  p99: Measured | null;
  mean: number | null;
  max: number | null;
}

/** One block of one candidate: the measurement repeated, so that its spread can be seen. */
export interface BlockSummary {
  block: number;
  requests: number;
  good: number;
  p50: Ms | null;
  p95: Ms | null;
}

/** Processors are counted as such: 1 is one processor busy all the time. Null: this machine does not tell. */
export interface SideUsage {
  cpuPerRequest: Ms | null;
  processors: number | null;
  /** Mean of all environments or replicas together while requests came. */
  memory: Bytes | null;
  memoryPeak: Bytes | null;
  /** While another one was measured and nothing was sent to this one. */
  idle: { time: Ms; processors: number | null; memory: Bytes | null; instances: number };
}

/** What else happened on the machine while the blocks ran; null where this system does not tell. */
export interface MachineLoad {
  /** Time that the hypervisor gave to others (/proc/stat). */
  steal: Share | null;
  /** Time of all processors that went to neither side nor the engine. */
  others: Share | null;
  /** Time in which some task waited for a processor (/proc/pressure/cpu). */
  waiting: Share | null;
}

export interface GeneratorInput {
  lateness: { p99Ms: Ms; maxMs: Ms };
  /** Requests that were due and not sent, because too many were in flight. */
  unsent: number;
  load: MachineLoad | null;
}

/** How well the load was made; `reasons` is empty when nothing speaks against the numbers. */
export interface GeneratorReport extends Omit<GeneratorInput, 'unsent'> {
  /** Null: the first reports do not say. */
  unsent: number | null;
  reasons: readonly string[];
}

/** `BuildInfo` of the run; null: this side has none of it, or an earlier report does not say. */
export interface BuildReport {
  codeBytes: Bytes;
  zipBytes: Bytes | null;
  baseBytes: Bytes;
  layers: number | null;
  buildTime: Ms;
  digest: string;
  engine: string;
  runtime: string | null;
}

/** All that was measured of one candidate. */
export interface CandidateReport extends Candidate {
  /** Whether it meets the workload's latency target; null: this run cannot decide. */
  targetMet: boolean | null;
  /** Of a month of the described traffic. */
  bill: Bill;
  build: BuildReport;
  requests: number;
  good: number;
  outcomes: Partial<Record<Outcome, number>>;
  /** Requests whose status was 500 or more although the handler answered. */
  badStatus: number;
  /** From the scheduled moment to the answer. */
  latency: LatencySummary;
  /** The same for requests that met a warm environment or a ready replica. */
  warmLatency: LatencySummary;
  /**
   * From handing a request over until its answer was there, by the executor's clock: what is billed. Null: reports up to
   * version 2 do not say, and billed what the code reported.
   */
  handler: LatencySummary | null;
  /** Time in the handler as the code reports it; null where nobody did. */
  reported: LatencySummary | null;
  /** Start of a new environment or replica until the code was loaded. */
  init: LatencySummary;
  /** Starts that were forced before the first request; null where none were. */
  starts: StartsReport | null;
  /** Waiting for a free environment or a replica's slot, without init. Null: the first reports do not say. */
  queue: LatencySummary | null;
  /** The executor's own work: what is left of the answer's time. Up to version 2 the way there and back was in it. */
  network: LatencySummary | null;
  cold: { count: number; share: Measured };
  /** What was sent before the first block; in no other number but `init`. Null when the plan has none. */
  warmUp: { requests: number; good: number; cold: number; latency: LatencySummary } | null;
  /** Empty: the first reports do not say. */
  blocks: readonly BlockSummary[];
  usage: SideUsage | null;
  /** Environments or replicas that ended without being asked to while the blocks ran; null where nobody counted. */
  ends: number | null;
  /** Mean billed ms of the requests; init included. Null when none was answered. */
  billedMean: Measured | null;
  /** Most instances alive at once. */
  peakInstances: number;
  /** Points of the latency distribution: share of requests at or below ms. Ready to draw, at most 200. */
  distribution: readonly { ms: Ms; share: Share }[];
  /** Per measured second. Gaps are absent, not zero. */
  timeline: readonly {
    second: number;
    count: number;
    errors: number;
    cold: number;
    /** Of the good requests; null in a second without one. */
    p50: Ms | null;
    p95: Ms | null;
    max: Ms | null;
    instances: number;
  }[];
  /** Logs of the first failures, for the reader who asks why. */
  failures: readonly { outcome: Outcome; message: string; log: string; count: number }[];
}

/** A candidate before its bill is worked out, which rests on what was measured of several. */
export type MeasuredCandidate = Omit<CandidateReport, 'bill'>;

/** How two candidates differ in one quantity: a / b, with its 95% interval. */
export interface Difference {
  a: CandidateId;
  b: CandidateId;
  quantity: 'p50' | 'p95' | 'p99' | 'warm p50' | 'warm p95';
  /** Above 1: `a` is slower. */
  ratio: number;
  interval: readonly [number, number] | null;
  /** In how many of the blocks that can tell `a` was the slower one; null with fewer than two. */
  blocks: { slower: number; of: number } | null;
  /** Why it decides nothing: it may be off by more than itself. Null: it stands. */
  doubt: string | null;
  /** Written out: "The function side is 3.1 times slower at p95 (between 2.8 and 3.4), in 6 of 6 blocks." */
  sentence: string;
}
