import type { PlanPeak } from '../experiment/plan.ts';
import { isPeakTested, peakWords } from '../load/peak.ts';
import type { Verdict } from './assessment.ts';

/** The verdict, whose sentence says so where the run stayed below half of the described peak. Undefined: not known. */
export function sayWherePeakUntested(verdict: Verdict, peak: PlanPeak | undefined): Verdict {
  if (verdict.choice === 'none' || peak === undefined || isPeakTested(peak)) return verdict;
  return { ...verdict, sentence: `${verdict.sentence} The peak is not tested: ${peakWords(peak)}.` };
}
