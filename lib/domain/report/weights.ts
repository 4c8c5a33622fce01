import type { LockInAssessment, LockInFinding } from '../lock-in/assessment.ts';

/** The reader's own efforts, by `signKey`. Kept in the page only: the report does not change. */
export type Weights = Readonly<Record<string, number>>;

export const EFFORTS = [
  { value: 0, label: 'none' },
  { value: 1, label: 'an hour' },
  { value: 2, label: 'a day' },
  { value: 3, label: 'a week' },
  { value: 4, label: 'a month' },
  { value: 5, label: 'a rewrite' },
] as const;

/** Each sign counts once: its second use is the same piece of work, so one weight holds for all its places. */
export const signKey = (finding: LockInFinding): string => `${finding.vendor} ${finding.signal}`;

export const effortOf = (finding: LockInFinding, weights: Weights): number =>
  weights[signKey(finding)] ?? finding.effort;

export interface WeighedDimension {
  dimension: string;
  findings: number;
  /** Of its hardest sign: ordinal judgements are not added up. */
  effort: number;
  /** Whether the reader changed it. */
  changed: boolean;
}

/** The dimensions under the reader's weights, in the report's order and by the assessment's rule. */
export function weighDimensions(assessment: LockInAssessment, weights: Weights): WeighedDimension[] {
  return assessment.dimensions.map(({ dimension, findings, effort }) => {
    const own = assessment.findings.filter((finding) => finding.dimension === dimension);
    const changed = own.some((finding) => effortOf(finding, weights) !== finding.effort);
    const hardest = Math.max(0, ...own.map((finding) => effortOf(finding, weights)));
    return { dimension, findings, effort: changed ? hardest : effort, changed };
  });
}
