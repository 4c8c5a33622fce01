import type { Side } from './side.ts';

/** What an experiment compares is numbered in its plan, two to four of them. */
export const CANDIDATE_IDS = ['a', 'b', 'c', 'd'] as const;
export type CandidateId = (typeof CANDIDATE_IDS)[number];

/** The two that every experiment compares. */
export const CANDIDATE_OF: Readonly<Record<Side, CandidateId>> = { function: 'a', container: 'b' };
export const sideOf = (candidate: CandidateId): Side => (candidate === 'a' ? 'function' : 'container');
