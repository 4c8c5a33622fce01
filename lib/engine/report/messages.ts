import type { Problem } from '#lib/domain/errors.ts';
import type { BuildReportInput } from '#lib/domain/report/input.ts';
import type { Report } from '#lib/domain/report/report.ts';

/** What the worker is given: all of a run but its samples, which it reads from the database, and what follows from them. */
export type ReportJob = Omit<BuildReportInput, 'samples' | 'month'>;

/** What the worker tells, in this order; `failed` ends it at any time. */
export type ReportMessage =
  | { kind: 'building'; samples: number }
  | { kind: 'report'; report: Report }
  | { kind: 'failed'; problem: Problem };
