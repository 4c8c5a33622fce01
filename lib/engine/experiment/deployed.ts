import type { Candidate } from '#lib/domain/execution/candidate.ts';
import type { Deployment } from '#lib/domain/execution/executor.ts';

/** A candidate that stands ready to be measured. */
export interface Deployed extends Candidate {
  deployment: Deployment;
}
