import type { Ms } from '../units.ts';
import type { Outcome, Side } from './executor.ts';

/**
 * One request of a measured run. Instants are ms since the start of the run.
 * Latency counts from `scheduledAt`, so a stalled server cannot hide its queue.
 */
export interface Sample {
  side: Side;
  /** Interleaved block of the run, from 0. */
  block: number;
  /** Index in the schedule of the whole side. */
  index: number;
  scheduledAt: Ms;
  sentAt: Ms;
  receivedAt: Ms;
  queued: Ms;
  init: Ms;
  handler: Ms;
  billed: Ms;
  cold: boolean;
  outcome: Outcome;
  status: number | null;
  instanceId: string | null;
}

export const latencyOf = (sample: Sample): Ms => sample.receivedAt - sample.scheduledAt;
/** A sample is good when the handler answered and its status is below 500. */
export const isGood = (sample: Sample): boolean =>
  sample.outcome === 'ok' && sample.status !== null && sample.status < 500;
