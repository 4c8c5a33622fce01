import type { Ms, Share } from '../../units.ts';

/** A month of the described traffic on an event function, simulated with what a run measured. */
export interface SimulatedMonth {
  /** Requests that were simulated; of a heavier month a sample. */
  requests: number;
  /** Hours that were simulated, of 730. */
  hours: number;
  /** One of so many requests was; 1: all of those hours. */
  thinned: number;
  /** Of the requests of the month. */
  coldShare: Share;
  /** From sending to the answer, nothing waits. */
  latency: { p50: Ms; p95: Ms; p99: Ms; max: Ms };
  /** Most environments at once. */
  peakInstances: number;
  /** How long an idle environment is assumed to be kept. */
  keepAlive: Ms;
}
