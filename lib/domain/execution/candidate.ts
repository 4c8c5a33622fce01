import type { Side } from './side.ts';

/** How code is run. */
export const MODES = ['event-function', 'container'] as const;
export type Mode = (typeof MODES)[number];

/** The look of a mode, and whose executor runs it. */
export const FAMILY = { 'event-function': 'function', container: 'container' } as const satisfies Record<
  Mode,
  Side
>;

/** The candidates of an experiment are numbered in its plan, two to four of them. */
export const CANDIDATE_IDS = ['a', 'b', 'c', 'd'] as const;
export type CandidateId = (typeof CANDIDATE_IDS)[number];

/** One of the ways to run a workload that an experiment compares. */
export interface Candidate {
  id: CandidateId;
  mode: Mode;
}

/** Something of each candidate; what an id has nothing of is absent. */
export type ByCandidate<T> = Readonly<Partial<Record<CandidateId, T>>>;

/** Compared unless a plan says otherwise, and by every run that was stored before plans said it. */
export const DEFAULT_CANDIDATES: readonly Candidate[] = [
  { id: 'a', mode: 'event-function' },
  { id: 'b', mode: 'container' },
];

export const familyOf = ({ mode }: Candidate): Side => FAMILY[mode];

/** The first of a family. @throws RangeError where a plan has none. */
export function firstOf(side: Side, candidates: readonly Candidate[]): CandidateId {
  const found = candidates.find((one) => familyOf(one) === side);
  if (found === undefined) throw new RangeError(`No candidate is a ${side}.`);
  return found.id;
}

/** Of samples or other records, those of one candidate. */
export const ownOf = <T extends { candidate: CandidateId }>(id: CandidateId, all: readonly T[]): T[] =>
  all.filter(({ candidate }) => candidate === id);
