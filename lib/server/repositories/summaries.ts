import { ReportSummary, summaryOf } from '#lib/domain/report/report-summary.ts';
import { database } from '../database/database.ts';
import { logError } from '../log.ts';
import { findReport } from './reports.ts';

/**
 * The summary of an experiment's report as it is stored; of a report that has none of today's version yet it is made
 * and kept, so that every list says the same. Null where there is no report, or none that can be read.
 */
export async function summaryOfExperiment(row: {
  id: string;
  summary: unknown;
  report: object | null;
}): Promise<ReportSummary | null> {
  const { id, summary, report } = row;
  if (report === null) return null;
  const kept = ReportSummary.safeParse(summary);
  return kept.success ? kept.data : await madeOf(id);
}

async function madeOf(id: string): Promise<ReportSummary | null> {
  try {
    const report = await findReport(id);
    if (report === null) return null;
    const made = summaryOf(report);
    await database().prisma.experimentRow.update({ where: { id }, data: { summary: made } });
    return made;
  } catch (error) {
    // One report that cannot be read must not keep the others from being listed; its own page says why.
    logError(`the summary of the experiment ${id}`, error);
    return null;
  }
}
