import type { LockInAssessment, LockInFinding } from './report.ts';

/** The reader's own efforts, by `findingKey`. Kept in the page only: the report does not change. */
export type Weights = Readonly<Record<string, number>>;

export const EFFORTS = [
  { value: 0, label: 'none' },
  { value: 1, label: 'an hour' },
  { value: 2, label: 'a day' },
  { value: 3, label: 'a week' },
  { value: 4, label: 'a month' },
  { value: 5, label: 'a rewrite' },
] as const;

export const findingKey = (finding: LockInFinding): string =>
  `${finding.file}:${finding.line}:${finding.signal}`;

export const effortOf = (finding: LockInFinding, weights: Weights): number =>
  weights[findingKey(finding)] ?? finding.effort;

export interface WeighedDimension {
  dimension: string;
  findings: number;
  /** The largest effort among its findings: work on one dimension is not done twice. */
  effort: number;
  /** Whether the reader changed it. */
  changed: boolean;
}

/** The dimensions under the reader's weights, in the report's order; untouched ones as the report has them. */
export function weighDimensions(assessment: LockInAssessment, weights: Weights): WeighedDimension[] {
  return assessment.dimensions.map((row) => {
    const mine = assessment.findings.filter((finding) => finding.dimension === row.dimension);
    const changed = mine.some((finding) => effortOf(finding, weights) !== finding.effort);
    const largest = Math.max(0, ...mine.map((finding) => effortOf(finding, weights)));
    return {
      dimension: row.dimension,
      findings: row.findings,
      effort: changed ? largest : row.effort,
      changed,
    };
  });
}
