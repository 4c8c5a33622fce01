import { costMeasurement } from '#lib/domain/cost/measurement.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';
import { usageOf } from '#lib/domain/cost/usage-of.ts';
import { findReport } from '../repositories/reports.ts';
import { loadSamples } from '../repositories/samples.ts';
import { isUuid } from '../repositories/uuid.ts';
import { found } from './not-found.ts';

/** What a finished experiment measured, for the bill of any platform. Where an early report does not say, it is worked out from their samples. */
export async function measuredUsage(experimentId: string): Promise<Usage> {
  const report = found(isUuid(experimentId) ? await findReport(experimentId) : null, 'finished report');
  if (report.cost.usage) return report.cost.usage;
  const measurement = costMeasurement(await loadSamples(experimentId), report.plan);
  return usageOf(report.workload, report.plan, measurement);
}
