import type { Ms, PerSecond } from '../units.ts';

/** One replica as an autoscaler sees it. */
export interface ReplicaReading {
  ready: boolean;
  /** A replica that has ended in failure is not counted at all. */
  failed?: boolean;
  /** CPU in use since the last observation and CPU requested, in cores; null when nobody measured it. */
  cpu: { used: number; requested: number } | null;
  /** Requests in flight, on average since the last observation. */
  concurrency: number;
  /** Requests per second since the last observation. */
  rate: PerSecond;
}

/** What a policy decides by: the service since the last observation. */
export interface Observation {
  /** Monotonic, on any clock, as long as it is always the same. */
  now: Ms;
  /** Replicas that were asked for: the last decision, or the number to begin with. */
  current: number;
  /** Those that exist. */
  replicas: readonly ReplicaReading[];
  /** Requests in the service (in flight and queued), on average since the last observation. */
  concurrency: number;
  /** Requests that arrived, per second, since the last observation. */
  rate: PerSecond;
  /** Requests that wait: the length of a queue. */
  waiting?: number;
}

/** What a policy decided, and why in a few words that a person can read. */
export interface Decision<State> {
  state: State;
  desired: number;
  reason: string;
}
