import type { LogHistogram } from '../statistics/log-histogram.ts';
import type { Ms } from '../units.ts';

/** A platform up to an instant: counts and sums since the start, so that any stretch is a difference of two. */
export interface PlatformState {
  at: Ms;
  /** All that arrived. */
  requests: number;
  /** Served, but only after an instance had started for them. */
  cold: number;
  /** Refused: no instance may be added, or the queue is full. */
  throttled: number;
  /** Given up after waiting too long. */
  timedOut: number;
  waiting: number;
  running: number;
  /** Those that are starting or ending included. */
  instances: number;
  peakInstances: number;
  /** Instances, and those that serve a request, summed over time. */
  instanceMs: Ms;
  busyMs: Ms;
  waitingMs: Ms;
  /** Functions: rounded durations; replicas: the time they were there. */
  billedMs: Ms;
}

/** What serves the arrivals. They are given in ascending order; `state` may go on to an instant after the last. */
export interface Platform {
  run(times: Float64Array, from: number, to: number): void;
  state(at: Ms): PlatformState;
  /** Latency from arrival to answer. Cold ones had to wait for the start of an instance. */
  readonly warmLatencies: LogHistogram;
  readonly coldLatencies: LogHistogram;
}

/** Nothing has happened yet. */
export const stateAtStart = (): PlatformState => ({
  at: 0,
  requests: 0,
  cold: 0,
  throttled: 0,
  timedOut: 0,
  waiting: 0,
  running: 0,
  instances: 0,
  peakInstances: 0,
  instanceMs: 0,
  busyMs: 0,
  waitingMs: 0,
  billedMs: 0,
});
