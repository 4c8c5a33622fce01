import type { Usage } from '../cost/usage.ts';
import type { EngineInfo } from '../execution/engines.ts';
import type { BuildInfo, Capability, Outcome, Side } from '../execution/executor.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import type { Bytes, Ms, PerSecond, Share, Usd } from '../units.ts';
import type { Workload } from '../workload/workload.ts';

/**
 * The report: immutable and versioned. The page, the share link, the CSV, the JSON and the print
 * all read this and nothing else. `version` grows when a field changes its meaning.
 */
export const REPORT_VERSION = 1;

/** A measured value with its 95% confidence interval; `interval` is null when there are too few samples for one. */
export interface Measured {
  value: number;
  interval: readonly [number, number] | null;
  samples: number;
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

/** One block of one side: the measurement repeated, so that its spread can be seen. */
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
  /** While the other side was measured and nothing was sent to this one. */
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
export interface GeneratorReport extends GeneratorInput {
  reasons: readonly string[];
}

export interface SideReport {
  side: Side;
  build: BuildInfo;
  requests: number;
  good: number;
  outcomes: Partial<Record<Outcome, number>>;
  /** Requests whose status was 500 or more although the handler answered. */
  badStatus: number;
  /** From the scheduled moment to the answer. */
  latency: LatencySummary;
  /** The same for requests that met a warm environment or a ready replica. */
  warmLatency: LatencySummary;
  /** The handler alone. */
  handler: LatencySummary;
  /** Start of a new environment or replica until the code was loaded. */
  init: LatencySummary;
  /** Waiting for a free environment or a replica's slot, without init. Reports of the first release lack it. */
  queue?: LatencySummary;
  /** Way there and back and the executor's own work: what is left of the answer's time. */
  network?: LatencySummary;
  cold: { count: number; share: Measured };
  /** What was sent before the first block; in no other number but `init`. Null when the plan has none. */
  warmUp?: { requests: number; good: number; cold: number; latency: LatencySummary } | null;
  blocks?: readonly BlockSummary[];
  usage?: SideUsage | null;
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
    p50: Ms;
    p95: Ms;
    max: Ms;
    instances: number;
  }[];
  /** Logs of the first failures, for the reader who asks why. */
  failures: readonly { outcome: Outcome; message: string; log: string; count: number }[];
}

/** How the two sides differ in one quantity: function / container, with its 95% interval. */
export interface Difference {
  quantity: 'p50' | 'p95' | 'p99' | 'warm p50' | 'warm p95';
  /** function / container. Above 1: the function side is slower. */
  ratio: number;
  interval: readonly [number, number] | null;
  /** In how many of the blocks that can tell the function side was the slower one. */
  blocks?: { slower: number; of: number };
  /** Written out: "The function side is 3.1 times slower at p95 (between 2.8 and 3.4), in 6 of 6 blocks." */
  sentence: string;
}

export interface BillLine {
  meter: string;
  /** e.g. 1.2 */
  quantity: number;
  unit: string;
  /** Price of one unit, as the platform publishes it. */
  unitPrice: number;
  priceUnit: string;
  usd: Usd;
  /** Key into `sources`. */
  source: string;
  /** A fixed part that traffic does not change. */
  fixed: boolean;
  /** Set when the quantity rests on an assumption, which it states. */
  assumption?: string;
}

export interface Bill {
  side: Side;
  /** e.g. "AWS Lambda with an HTTP API" */
  platform: string;
  region: string;
  lines: readonly BillLine[];
  /** Dollars a month. */
  totalUsd: Usd;
  /** From the interval of the measured billed time. Equal ends when nothing measured enters. */
  interval: readonly [Usd, Usd];
}

export interface CostAssessment {
  bills: { function: Bill; container: Bill };
  /** Average rate at which both bills are equal, solved; null with the reason when they never meet. */
  breakEven: { ratePerSecond: PerSecond; requestsPerMonth: number; usd: Usd } | null;
  breakEvenReason: string;
  /** Cost against traffic, for the chart. */
  curve: readonly { requestsPerMonth: number; functionUsd: Usd; containerUsd: Usd; tasks: number }[];
  /** Fargate tasks that the measured capacity and the peak rate require. */
  tasks: number;
  /** What every platform's bill is worked out from; reports of earlier versions have none. */
  usage?: Usage;
  peakRatePerSecond: PerSecond;
  assumptions: readonly string[];
  sources: Readonly<Record<string, { title: string; asOf: string }>>;
}

export interface LockInFinding {
  file: string;
  line: number;
  /** The source line, trimmed and bounded. */
  excerpt: string;
  signal: string;
  vendor: string;
  service: string;
  dimension: string;
  /** Judgement from 1 (an hour) to 5 (a rewrite), shown as an editable weight, never as a measurement. */
  effort: number;
  alternative: string;
  /** Side on which this binds: a function's handler binds only when it runs as a function. */
  source: string;
}

export interface LockInAssessment {
  findings: readonly LockInFinding[];
  /** One row per dimension that was looked at, also those without findings. */
  dimensions: readonly { dimension: string; findings: number; effort: number }[];
  /** Signs that code is portable: web standards, adapters, open protocols. */
  portable: readonly { file: string; line: number; excerpt: string; signal: string }[];
  filesRead: number;
  /** Code that was not judged: in a language that is not read, or not to be parsed. Earlier reports lack it. */
  unread?: readonly string[];
  sentence: string;
}

export interface Verdict {
  /** 'either' when the evidence does not favour a side. */
  choice: Side | 'either';
  /** One sentence. */
  sentence: string;
  confidence: 'clear' | 'leaning' | 'close';
  reasons: readonly {
    about: 'latency' | 'cost' | 'lock-in' | 'limits' | 'reliability';
    favours: Side | 'neither';
    text: string;
  }[];
  /** What would turn the verdict over. */
  wouldChange: readonly string[];
}

export interface MachineInfo {
  os: string;
  kernel: string;
  arch: string;
  cpuModel: string;
  cpus: number;
  memoryMiB: number;
  node: string;
  /** Version of the machine's Python 3, null when there is none; earlier reports do not say. */
  python?: string | null;
  crossover: string;
  capabilities: readonly Capability[];
  /** Container engines as they were found; a report keeps the lines of the one that ran. */
  engines?: readonly EngineInfo[];
}

export interface Report {
  version: typeof REPORT_VERSION;
  experimentId: string;
  createdAt: string;
  workload: Workload;
  plan: ExperimentPlan;
  machine: MachineInfo;
  sides: { function: SideReport; container: SideReport };
  differences: readonly Difference[];
  /** Reports of the first release lack it. */
  generator?: GeneratorReport;
  targetMet: { function: boolean | null; container: boolean | null };
  cost: CostAssessment;
  lockIn: LockInAssessment;
  verdict: Verdict;
  assumptions: readonly string[];
  /** Non-empty: the numbers must be read with care, and why (e.g. the generator was late). */
  warnings: readonly string[];
}
