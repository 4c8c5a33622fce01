import type { CandidateId } from '../candidate.ts';
import type { Sample } from '../sample.ts';

/** The candidates of a plan that says nothing of them. */
export const ID = { function: 'a', container: 'b' } as const satisfies Record<string, CandidateId>;

/** A good request on a warm function, answered 10 ms after it was due; fields may be overridden. */
export const sampleWith = (over: Partial<Sample>): Sample => ({
  candidate: 'a',
  block: 0,
  index: 0,
  scheduledAt: 0,
  sentAt: 0,
  receivedAt: 10,
  queued: 0,
  init: 0,
  handler: 10,
  billed: 10,
  cold: false,
  outcome: 'ok',
  status: 200,
  instanceId: 'one',
  ...over,
});
