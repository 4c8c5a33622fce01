import { firstOf } from '../execution/candidate.ts';
import type { Side } from '../execution/side.ts';
import type { CandidateReport } from './measurement.ts';

/** A report's first function and its first container: what is said or drawn of two. */
export function bySide({
  candidates,
}: {
  candidates: readonly CandidateReport[];
}): Readonly<Record<Side, CandidateReport>> {
  const of = (side: Side) => reportOf(firstOf(side, candidates), candidates);
  return { function: of('function'), container: of('container') };
}

/** @throws RangeError where there is none of that number */
export function reportOf(id: CandidateReport['id'], candidates: readonly CandidateReport[]): CandidateReport {
  const found = candidates.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`Nothing is reported of candidate ${id}.`);
  return found;
}
