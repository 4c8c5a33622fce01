import { type BillOptions, DEFAULT_OPTIONS } from '#lib/domain/cost/options.ts';
import { DEFAULT_MAX_AGE_DAYS } from '#lib/domain/cost/sheets/age.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';

/** What the page does its arithmetic with: a month of a workload, the switches, and what may happen to it. */
export interface WhatIf {
  usage: Usage;
  options: BillOptions;
  future: Future;
  /** A price sheet is called old after this many days. */
  maxAgeDays: number;
}

/** What has not happened yet: growth, a spike, a loop that nobody stops, and when to be told. */
export interface Future {
  /** Per cent a month. */
  growthPercent: number;
  spikeTimes: number;
  spikeHours: number;
  /** Callers that call again as soon as they are answered, until somebody stops them. */
  loopCallers: number;
  loopHours: number;
  /** Dollars a month not to be passed; null when nobody set one. */
  budgetUsd: number | null;
}

export const DEFAULT_FUTURE: Future = {
  growthPercent: 5,
  spikeTimes: 10,
  spikeHours: 24,
  loopCallers: 10,
  loopHours: 60,
  budgetUsd: null,
};

/** Where a page without an experiment begins: a modest API, every figure an assumption. */
export const ASSUMED_USAGE: Usage = {
  requestsPerMonth: 10_000_000,
  shape: 'office-hours',
  memoryMiB: 512,
  durationsMs: [60],
  durationInterval: null,
  cpuMs: null,
  initMs: 300,
  initInterval: null,
  coldShare: null,
  busyMs: { value: 20, interval: [20, 20] },
  waitMs: 40,
  sustainedPerReplica: null,
  sustainedInterval: null,
  latencyTarget: { percentile: 95, ms: 200 },
  replica: { vcpu: 0.25, memoryMiB: 512 },
  minReplicas: 2,
  concurrency: 80,
  bytesPerRequest: 4096,
  bytesOut: 4096,
  requestsPerConnection: 10,
};

export const assumedWhatIf = (maxAgeDays: number = DEFAULT_MAX_AGE_DAYS): WhatIf => ({
  usage: ASSUMED_USAGE,
  options: DEFAULT_OPTIONS,
  future: DEFAULT_FUTURE,
  maxAgeDays,
});
