import { segmentsSource } from '../../load/arrival-source.ts';
import { LogHistogram } from '../../statistics/log-histogram.ts';
import type { MiB, Ms } from '../../units.ts';
import type { Workload } from '../../workload/workload.ts';
import { FunctionPlatform } from '../input.ts';
import { createPlatform } from '../platform.ts';
import type { SimulatedMonth } from './month.ts';
import { type MonthLimits, type MonthPart, monthParts } from './parts.ts';

const BLOCK = 4096;

export interface MonthInput {
  traffic: Workload['traffic'];
  memoryMiB: MiB;
  /** Of warm requests, from sending to answer, without waiting. */
  serviceMs: readonly Ms[];
  /** What a cold start adds to its request. */
  initMs: readonly Ms[];
  keepAliveMs: Ms;
  seed: number;
}

/** The described month on an event function: one request at a time in an environment, none ever waits for one. */
export function simulateMonth(input: MonthInput, limits?: MonthLimits): SimulatedMonth {
  const { traffic, keepAliveMs } = input;
  // What is idle that long is gone: two of them hold all that can still be there.
  const { parts, thinned } = monthParts(traffic, 2 * keepAliveMs, limits);
  const sum = { requests: 0, hours: 0, weighed: 0, cold: 0, peakInstances: 0, latencies: new LogHistogram() };
  for (const [index, part] of parts.entries()) {
    const one = simulatePart(part, input, (input.seed + Math.imul(index, 0x9e3779b1)) >>> 0);
    sum.requests += one.requests;
    sum.hours += part.hours;
    sum.weighed += one.requests * part.weight;
    sum.cold += one.cold * part.weight;
    sum.peakInstances = Math.max(sum.peakInstances, one.peakInstances);
    sum.latencies.merge(one.latencies, part.weight);
  }
  const { requests, hours, peakInstances } = sum;
  const coldShare = sum.weighed === 0 ? 0 : sum.cold / sum.weighed;
  const latency = latencyOf(sum.latencies);
  return { requests, hours, thinned, coldShare, latency, peakInstances, keepAlive: keepAliveMs };
}

interface PartResult {
  requests: number;
  cold: number;
  peakInstances: number;
  latencies: LogHistogram;
}

function simulatePart({ segments, warmUpMs }: MonthPart, input: MonthInput, seed: number): PartResult {
  const platform = createPlatform(platformOf(input), seed, BLOCK);
  const source = segmentsSource(segments, seed);
  const times = new Float64Array(BLOCK);
  let before = { requests: 0, cold: 0, latencies: new LogHistogram() };
  let last = 0;
  for (let warming = warmUpMs > 0, filled = BLOCK; filled === BLOCK; ) {
    filled = source.fill(times);
    const first = warming ? times.subarray(0, filled).findIndex((at) => at >= warmUpMs) : 0;
    const warm = first < 0 ? filled : first;
    platform.run(times, 0, warm);
    if (warming && warm < filled) {
      warming = false;
      const { requests, cold } = platform.state(warmUpMs);
      before = { requests, cold, latencies: latenciesOf(platform) };
    }
    platform.run(times, warm, filled);
    last = times[filled - 1] ?? last;
  }
  const { requests, cold, peakInstances } = platform.state(last);
  const latencies = latenciesOf(platform).merge(before.latencies, -1);
  return { requests: requests - before.requests, cold: cold - before.cold, peakInstances, latencies };
}

const latenciesOf = (platform: ReturnType<typeof createPlatform>): LogHistogram =>
  new LogHistogram().merge(platform.warmLatencies).merge(platform.coldLatencies);

const platformOf = ({ serviceMs, initMs, keepAliveMs, memoryMiB }: MonthInput): FunctionPlatform =>
  FunctionPlatform.parse({
    kind: 'functions',
    warm: { kind: 'empirical', valuesMs: [...serviceMs] },
    init: { kind: 'empirical', valuesMs: [...initMs] },
    keepAlive: { kind: 'fixed', ms: keepAliveMs },
    memoryMiB,
  });

function latencyOf(latencies: LogHistogram): SimulatedMonth['latency'] {
  const [p50, p95, p99, max] = latencies.quantiles([0.5, 0.95, 0.99, 1]);
  return { p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, max: max ?? 0 };
}
