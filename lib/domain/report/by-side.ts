import type { BillDifference, BreakEven } from '../cost/assessment.ts';
import { type Candidate, type CandidateId, firstOf } from '../execution/candidate.ts';
import type { Side } from '../execution/side.ts';
import type { Report } from './report.ts';

/** The first function and the first container: what is said or drawn of two. */
export function bySide<T extends Candidate>({
  candidates,
}: {
  candidates: readonly T[];
}): Readonly<Record<Side, T>> {
  const of = (side: Side) => reportOf(firstOf(side, candidates), candidates);
  return { function: of('function'), container: of('container') };
}

/** @throws RangeError where there is none of that number */
export function reportOf<T extends Candidate>(id: CandidateId, candidates: readonly T[]): T {
  const found = candidates.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`Nothing is reported of candidate ${id}.`);
  return found;
}

/** How the bills of those two lie to each other. */
export interface PairOfBills {
  /** Container less function. */
  difference: BillDifference;
  breakEven: BreakEven;
}

export function billsBySide({
  candidates,
  cost,
}: {
  candidates: readonly Candidate[];
  cost: Pick<Report['cost'], 'differences' | 'breakEvens'>;
}): PairOfBills {
  const [a, b] = [firstOf('function', candidates), firstOf('container', candidates)];
  const isOurs = (one: { a: CandidateId; b: CandidateId }) => one.a === a && one.b === b;
  const [difference, breakEven] = [cost.differences.find(isOurs), cost.breakEvens.find(isOurs)];
  if (difference === undefined || breakEven === undefined)
    throw new RangeError(`Nothing is reported of the bills of ${a} and ${b}.`);
  return { difference, breakEven };
}
