import type { BuildReportInput } from '#lib/domain/report/input.ts';
import type { Report } from '#lib/domain/report/report.ts';
import type { ThreadEnd } from '#lib/server/in-thread.ts';

/** What the worker is given: all of a run but its samples, which it reads from the database, and what follows from them. */
export type ReportJob = Omit<BuildReportInput, 'samples' | 'month'>;

/** Told when the samples are read. */
export interface Building {
  kind: 'building';
  samples: number;
}
export type ReportMessage = Building | ThreadEnd<Report>;
