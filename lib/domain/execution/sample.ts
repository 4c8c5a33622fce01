import type { Ms } from '../units.ts';
import type { CandidateId } from './candidate.ts';
import type { Outcome } from './executor.ts';
import { isFinalStatus } from './status.ts';

/**
 * One request of a measured run. Instants are ms since the start of the run.
 * Latency counts from `scheduledAt`, so a stalled server cannot hide its queue.
 */
export interface Sample {
  candidate: CandidateId;
  /** Interleaved block of the run, from 0. */
  block: number;
  /** Index in the schedule of the candidate. */
  index: number;
  scheduledAt: Ms;
  sentAt: Ms;
  receivedAt: Ms;
  queued: Ms;
  init: Ms;
  handler: Ms;
  /** As the code reports it; null or absent where nobody did. */
  reported?: Ms | null;
  billed: Ms;
  cold: boolean;
  outcome: Outcome;
  status: number | null;
  instanceId: string | null;
}

export const latencyOf = (sample: Sample): Ms => sample.receivedAt - sample.scheduledAt;
/** A sample is good when the handler answered with a status that ends a request and is below 500. */
export const isGood = (sample: Sample): boolean =>
  sample.outcome === 'ok' && isFinalStatus(sample.status) && sample.status < 500;
